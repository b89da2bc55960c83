import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

const HEADER = 'x-fapi-interaction-id';
/** What comes back is what was sent, so it is held to what a log line can bear. */
const USABLE = /^[\x21-\x7e]{1,128}$/;

/**
 * Says under which identifier client and bank find this exchange again: the client's own, else a new
 * UUID (FAPI 1.0 Part 1 §6.2.1 item 11). Other clients pass over it.
 */
export function identifyInteraction(request: IncomingMessage, response: ServerResponse): void {
  const sent = request.headers[HEADER];
  response.setHeader(HEADER, typeof sent === 'string' && USABLE.test(sent) ? sent : randomUUID());
}
