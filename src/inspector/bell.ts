/** Something that one waits for and others ring. */
export interface Bell {
  /** Wakes whoever waits; whoever waits next, where nobody does. */
  ring(): void;
  /** Resolves when it rings, or after so many milliseconds: whether it rang. */
  wait(milliseconds: number): Promise<boolean>;
}

/** Makes a bell. Its timer runs only while somebody waits, and keeps no process alive. */
export function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      hasRung = true;
      wake?.();
    },
    async wait(milliseconds) {
      const rang = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), Math.ceil(milliseconds));
        timer.unref();
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
        if (hasRung) wake();
      });
      wake = null;
      hasRung = false;
      return rang;
    },
  };
}
