import { exitCodes } from "../exit-code.ts";

/** Who is told of Ctrl-C. */
export interface Interrupts {
  /** While the work goes on, Ctrl-C calls the handler instead of ending the process. */
  during<Value>(onInterrupt: () => void, work: () => Promise<Value>): Promise<Value>;
}

/** Listens for Ctrl-C from now on. */
export function listenForInterrupts(): Interrupts {
  const handlers: (() => void)[] = [];
  process.on("SIGINT", () => {
    const handler = handlers.at(-1);
    if (handler === undefined) process.exit(exitCodes.interrupted);
    handler();
  });
  return {
    async during(onInterrupt, work) {
      handlers.push(onInterrupt);
      try {
        return await work();
      } finally {
        handlers.splice(handlers.lastIndexOf(onInterrupt), 1);
      }
    },
  };
}
