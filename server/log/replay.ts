import { request as sendRequest } from 'node:http';
import { replayHeader } from './entry-of-recording.ts';
import type { Recording } from './recording.ts';

/** Belong to one connection or to what Node writes itself (RFC 9110 §7.6.1). */
const notRepeated = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'content-length',
  replayHeader,
]);

const patienceMs = 30_000;

/**
 * Sends a recorded request once more, as it was, and waits for the answer. It goes to this sandbox's
 * own bank whatever its `Host` says: a replay reaches nobody else.
 *
 * @throws what the connection fails with.
 */
export async function replay(recording: Recording, bankOrigin: string): Promise<void> {
  const { hostname, port } = new URL(bankOrigin);
  const body = recording.requestBody.bytes();
  const headers: string[] = [];
  for (let i = 0; i + 1 < recording.requestHeaders.length; i += 2) {
    const name = recording.requestHeaders[i] ?? '';
    if (!notRepeated.has(name.toLowerCase())) headers.push(name, recording.requestHeaders[i + 1] ?? '');
  }
  headers.push(replayHeader, recording.exchange.id, 'Connection', 'close');
  if (body.length > 0) headers.push('Content-Length', String(body.length));
  await new Promise<void>((resolve, reject) => {
    const request = sendRequest({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: recording.method,
      path: recording.target,
      headers,
      setHost: false,
      timeout: patienceMs,
    });
    request.once('response', (response) => {
      response.resume();
      response.once('close', resolve);
    });
    request.once('timeout', () => request.destroy(new Error('timeout')));
    request.once('error', reject);
    request.end(body);
  });
}
