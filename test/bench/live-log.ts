import { openConnections, repeating, type Conditions } from './competition.ts';
import { getRequest } from './connection.ts';
import { percentile } from './measure.ts';

/** From an answer of the bank to its row at a reader of the live log, in ms. */
export interface LiveLogFigures {
  p50Ms: number;
  p99Ms: number;
}

/**
 * Follows the event stream as the console does and times how long after each answer its row is there.
 * One request at a time: what a person sees who clicks, not what a load does.
 */
export async function timeLiveLog(
  bank: string,
  control: { url: string; token: string },
  rounds: number,
): Promise<LiveLogFigures> {
  const { rows, stop } = await openStream(control);
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const path = `/live-log-${String(round)}`;
    await fetch(bank + path).then((answer) => answer.text());
    const answered = performance.now();
    for await (const row of rows) if (row.includes(`${path}"`)) break;
    delays.push(performance.now() - answered);
  }
  stop();
  delays.sort((a, b) => a - b);
  return { p50Ms: percentile(delays, 0.5), p99Ms: percentile(delays, 0.99) };
}

/**
 * Every connection asks as fast as it is answered, for `roundMs`, and the reader follows all of it.
 *
 * @returns rows per second at the reader, counted until the last one is there.
 */
export async function floodLiveLog(
  bank: string,
  control: { url: string; token: string },
  conditions: Conditions,
): Promise<number> {
  const { rows, stop } = await openStream(control);
  const connections = await openConnections(bank, conditions);
  const started = performance.now();
  let sent = 0;
  const flood = connections.map(async (connection) => {
    const ask = repeating(connection, getRequest('/oauth2/jwks'));
    while (performance.now() - started < conditions.roundMs) {
      await ask();
      sent += 1;
    }
    connection.close();
  });
  const everything = Promise.all(flood);
  let expected = Infinity;
  void everything.then(() => (expected = sent));
  let received = 0;
  for await (const row of rows) {
    if (row.includes('"path":"/oauth2/jwks"')) received += 1;
    // A row comes behind its answer, so the last one finds the flood over.
    if (received >= expected) break;
  }
  await everything;
  const seconds = (performance.now() - started) / 1_000;
  stop();
  return received / seconds;
}

async function openStream(control: { url: string; token: string }) {
  const abort = new AbortController();
  const stream = await fetch(`${control.url}/log/stream`, {
    headers: { authorization: `Bearer ${control.token}`, accept: 'text/event-stream' },
    signal: abort.signal,
  });
  if (!stream.ok || !stream.body) throw new Error(`the stream answered ${String(stream.status)}`);
  return {
    rows: readRows(stream.body),
    stop: () => {
      abort.abort();
    },
  };
}

/** The `data:` lines of an event stream; leaving the loop over it does not end it. */
function readRows(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        for (;;) {
          const end = text.indexOf('\n\n');
          if (end >= 0) {
            const value = text.slice(0, end);
            text = text.slice(end + 2);
            return { done: false, value };
          }
          const { done, value } = await reader.read();
          if (done) throw new Error('the stream ended');
          text += decoder.decode(value, { stream: true });
        }
      },
    }),
  };
}
