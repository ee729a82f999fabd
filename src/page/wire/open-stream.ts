import type { StreamEvent } from "../../inspect/wire.ts";

/** What is heard from the server. */
export interface StreamListener {
  onEvent(event: StreamEvent): void;
  onConnection(connection: "live" | "lost"): void;
}

/** Milliseconds until the next attempt, and how long it is at most. */
const firstDelay = 500;
const longestDelay = 8000;

/**
 * Listens to the server until it is closed. A connection that breaks is opened again, later each time, and at once when
 * the network comes back; while it stands, nothing here uses any time.
 */
export function openStream(address: string, { onEvent, onConnection }: StreamListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = firstDelay;

  function connect(): void {
    clearTimeout(timer);
    source?.close();
    source = new EventSource(address);
    source.onopen = () => {
      delay = firstDelay;
      onConnection("live");
    };
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = eventOf(data);
      if (event !== null) onEvent(event);
    };
    source.onerror = () => {
      onConnection("lost");
      // The browser tries again by itself, with the last id it has seen, unless the server has refused it.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, delay);
      delay = Math.min(delay * 2, longestDelay);
    };
  }

  const hurry = (): void => {
    if (source?.readyState !== EventSource.OPEN) connect();
  };
  addEventListener("online", hurry);
  connect();
  return () => {
    removeEventListener("online", hurry);
    clearTimeout(timer);
    source?.close();
  };
}

function eventOf(text: string): StreamEvent | null {
  try {
    // The server of this page writes nothing else.
    return JSON.parse(text) as StreamEvent;
  } catch {
    return null;
  }
}
