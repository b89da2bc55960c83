import { connect } from 'node:net';

/** So many requests are under way on the one connection. */
const UNDER_WAY = 64;

/**
 * Sends `count` requests over one connection, many of them at a time (RFC 9112 §9.3.2), and waits for
 * every answer.
 *
 * @param requestOf the bytes of the request with that number, from 0.
 * @returns how often each status came.
 */
export async function flood(
  origin: string,
  count: number,
  requestOf: (number: number) => string,
): Promise<Map<number, number>> {
  const { hostname, port } = new URL(origin);
  const statuses = new Map<number, number>();
  const socket = connect(Number(port), hostname).setEncoding('latin1');
  let sent = 0;
  let answered = 0;
  let unread = '';
  const send = () => {
    for (; sent < count && sent - answered < UNDER_WAY; sent++) socket.write(requestOf(sent));
  };
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error(`closed after ${String(answered)} of ${String(count)} answers`));
    });
    socket.on('data', (piece: string) => {
      const lines = (unread + piece).split('\r\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        // The line of a status follows the body of the answer before, which has no line's end.
        const status = /HTTP\/1\.1 (\d{3}) /.exec(line)?.[1];
        if (status === undefined) continue;
        statuses.set(Number(status), (statuses.get(Number(status)) ?? 0) + 1);
        answered += 1;
      }
      if (answered === count) resolve();
      else send();
    });
    send();
  });
  socket.destroy();
  return statuses;
}

/** A request as it goes over the wire, with the length of its body. */
export function requestBytes(
  origin: string,
  method: string,
  target: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string } = {},
): string {
  const lines = Object.entries({
    Host: new URL(origin).host,
    ...headers,
    ...(method === 'GET' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}
