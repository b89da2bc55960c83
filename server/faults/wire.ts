import { Socket } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { FaultyAnswer } from './faulty-answer.ts';

/** Headers that are the listener's and the browser's business, whatever the answer says. */
const KEPT = /^(?:access-control-|vary$|x-content-type-options$)/;

/** Sends another answer than the one the handler had prepared. */
export function sendInstead(response: ServerResponse, { status, headers, body }: FaultyAnswer): void {
  for (const name of response.getHeaderNames()) if (!KEPT.test(name)) response.removeHeader(name);
  response.statusCode = status;
  // Node derives the reason phrase; one that was set goes with the old status.
  response.statusMessage = '';
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204 && status !== 304) response.setHeader('Content-Length', Buffer.byteLength(body));
  response.end(body);
}

/** Promises the whole of the body, sends half and hangs up. */
export function sendHalf(response: ServerResponse, body: Buffer): void {
  const { socket } = response;
  const half = body.subarray(0, Math.floor(body.length / 2));
  if (half.length === 0) {
    socket?.destroy();
    return;
  }
  response.setHeader('Content-Length', body.length);
  response.write(half, () => socket?.destroy());
}

/** Ends the connection with a TCP reset; one over TLS can only be dropped. */
export function resetConnection(socket: Socket | null): void {
  if (socket instanceof Socket && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket?.destroy();
}
