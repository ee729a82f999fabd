/*
 * The package has a WebSocket adapter of its own, which tries again for ever where no server answers, also after it was
 * stopped: a program would never end. This one tries once, and an inspector that is not there disturbs nobody.
 */

/** What the package sends by. */
export interface SocketAdapter {
  send(event: object): void;
  stop(): void;
}

/** So much is kept while the connection opens; the oldest is given up for the newest. */
const mostKept = 200;

/** Sends each message as JSON to a WebSocket server. */
export function socketAdapter(url: string): SocketAdapter {
  const socket = new WebSocket(url);
  let kept: string[] = [];
  socket.addEventListener("open", () => {
    for (const text of kept) socket.send(text);
    kept = [];
  });
  return {
    send(event) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(event));
      if (socket.readyState !== WebSocket.CONNECTING) return;
      kept.push(JSON.stringify(event));
      if (kept.length > mostKept) kept.shift();
    },
    stop() {
      socket.close();
    },
  };
}
