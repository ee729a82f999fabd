import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

/** What a WebSocket server of a test hears. */
export interface SocketListener {
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
}

/** Takes a WebSocket connection as a server does (RFC 6455), as far as a client that only sends texts needs one. */
export function acceptSocket(request: IncomingMessage, socket: Duplex, { onText, onClose }: SocketListener): void {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash("sha1").update(key).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (let frame = firstFrame(bytes); frame !== null; frame = firstFrame(bytes)) {
      bytes = bytes.subarray(frame.end);
      if (frame.opcode === 1) onText(frame.payload.toString("utf8"));
      if (frame.opcode !== 8) continue;
      socket.end(Buffer.from([0x88, 0]));
      onClose();
    }
  });
}

interface SocketFrame {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly end: number;
}

/** The first whole frame; what a client sends is masked. */
function firstFrame(bytes: Buffer): SocketFrame | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const extra = short === 127 ? 8 : short === 126 ? 2 : 0;
  if (bytes.length < 6 + extra) return null;
  const length = extra === 0 ? short : bytes.readUIntBE(extra === 8 ? 4 : 2, extra === 8 ? 6 : 2);
  const start = 6 + extra;
  if (bytes.length < start + length) return null;
  const mask = bytes.subarray(start - 4, start);
  const payload = bytes.subarray(start, start + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return { opcode: bytes.readUInt8(0) & 0x0f, payload: Buffer.from(payload), end: start + length };
}
