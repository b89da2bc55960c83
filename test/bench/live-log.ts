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
  const stop = new AbortController();
  const stream = await fetch(`${control.url}/log/stream`, {
    headers: { authorization: `Bearer ${control.token}`, accept: 'text/event-stream' },
    signal: stop.signal,
  });
  if (!stream.ok || !stream.body) throw new Error(`the stream answered ${String(stream.status)}`);
  const rows = readRows(stream.body);
  const delays: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const path = `/live-log-${String(round)}`;
    await fetch(bank + path).then((answer) => answer.text());
    const answered = performance.now();
    for await (const row of rows) if (row.includes(`${path}"`)) break;
    delays.push(performance.now() - answered);
  }
  stop.abort();
  delays.sort((a, b) => a - b);
  return { p50Ms: percentile(delays, 0.5), p99Ms: percentile(delays, 0.99) };
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
