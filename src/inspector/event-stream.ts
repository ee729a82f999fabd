import type { StreamEvent } from "../inspect/wire.ts";
import type { LastSeen } from "./followed-session.ts";

/** Events as they are told, one by one. */
export interface EventSupply {
  /** The next event, or `null` for now. */
  next(): Promise<StreamEvent | null>;
  /** Waits until there may be another event; `late` after so many milliseconds, `over` when there will be none. */
  wait(milliseconds: number): Promise<"woken" | "late" | "over">;
  close(): void;
}

/** How often a connection that has nothing to tell shows that it is there, in milliseconds. */
const pingDistance = 15_000;

/**
 * Makes the response of server-sent events. An event is asked for when the reader has taken what came before: whoever reads
 * slowly holds one event in memory. The supply is opened by the first that is read: whoever never reads (a HEAD request, a
 * reader who is gone already) has nothing that would have to be closed.
 */
export function eventStream(openSupply: () => EventSupply): Response {
  const encoder = new TextEncoder();
  let supply: EventSupply | null = null;
  const end = (controller: ReadableStreamDefaultController): void => {
    supply?.close();
    controller.close();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode("retry: 1000\n\n")),
      async pull(controller) {
        supply ??= openSupply();
        for (;;) {
          const event = await supply.next().catch(() => "broken" as const);
          if (event === "broken") return end(controller); // whoever looks asks again
          if (event !== null) return controller.enqueue(encoder.encode(written(event)));
          const waited = await supply.wait(pingDistance);
          if (waited === "over") return end(controller);
          if (waited === "late") return controller.enqueue(encoder.encode(": ping\n\n"));
        }
      },
      cancel: () => supply?.close(),
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      // A proxy that collects what it passes on would keep everything back.
      "x-accel-buffering": "no",
    },
  });
}

/** Where the reader was, by the id of the last event that they saw. */
export function lastSeenOf(id: string | null): LastSeen | null {
  const [session, position, at] = (id ?? "").split(" ");
  if (session === undefined || session === "" || position === undefined || !/^\d{1,12}$/.test(position)) return null;
  try {
    return {
      session: decodeURIComponent(session),
      position: Number(position),
      at: at !== undefined && /^-?\d+$/.test(at) ? Number(at) : null,
    };
  } catch {
    return null;
  }
}

function written(event: StreamEvent): string {
  return `${idOf(event)}data: ${JSON.stringify(event)}\n\n`;
}

function idOf(event: StreamEvent): string {
  const last = event.type === "frames" ? event.frames.at(-1) : undefined;
  if (event.type !== "frames" || last === undefined) return "";
  return `id: ${encodeURIComponent(event.session)} ${last.position} ${last.at}\n`;
}
