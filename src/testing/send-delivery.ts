import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Delivery } from "./delivery.ts";

/** Sends an answer frame by frame, and ends it as it says; a client that leaves ends it too. */
export async function sendDelivery(response: ServerResponse, delivery: Delivery): Promise<void> {
  response.writeHead(delivery.status, { ...delivery.headers });
  response.flushHeaders();
  for (const frame of delivery.frames) {
    if (delivery.delay > 0) await wait(delivery.delay);
    if (response.destroyed) return;
    await write(response, frame);
  }
  if (delivery.end === "clean") response.end();
  if (delivery.end === "cut") response.destroy();
}

function write(response: ServerResponse, frame: Uint8Array): Promise<void> {
  return new Promise((resolve) => response.write(frame, () => resolve()));
}
