import { describe, expect, it } from 'vitest';
import { readEventStream, type StreamEvent } from '../../../renderer/log/event-stream.ts';

async function eventsOf(...chunks: (string | Uint8Array)[]): Promise<StreamEvent[]> {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
      controller.close();
    },
  });
  const events: StreamEvent[] = [];
  for await (const event of readEventStream(body)) events.push(event);
  return events;
}

describe('readEventStream', () => {
  it('reads id, event and data', async () => {
    expect(await eventsOf('id: 7\nevent: entry\ndata: {"seq":7}\n\n')).toEqual([
      { id: '7', event: 'entry', data: '{"seq":7}' },
    ]);
  });

  it('joins what arrives in pieces, even inside a character', async () => {
    const bytes = new TextEncoder().encode('data: 許可\n\n');
    expect(await eventsOf(bytes.slice(0, 8), bytes.slice(8))).toEqual([
      { id: undefined, event: 'message', data: '許可' },
    ]);
  });

  it('passes over comments, reads several lines of data, and drops an unfinished event', async () => {
    expect(await eventsOf(': still here\n\ndata: a\ndata: b\n\ndata: cut off')).toEqual([
      { id: undefined, event: 'message', data: 'a\nb' },
    ]);
  });

  it('reads lines that end in CR LF', async () => {
    expect(await eventsOf('data: a\r\n\r\ndata: b\r\n\r\n')).toMatchObject([{ data: 'a' }, { data: 'b' }]);
  });
});
