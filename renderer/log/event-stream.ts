/** One event of a `text/event-stream` (HTML §9.2). */
export interface StreamEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/**
 * Reads server-sent events from a fetch response. `EventSource` cannot be used: it sends no
 * Authorization header, and the control token may travel in no other place.
 */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  let fields: { id?: string; event?: string; data: string[] } = { data: [] };
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      rest += value;
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (fields.data.length > 0) {
            yield { id: fields.id, event: fields.event ?? 'message', data: fields.data.join('\n') };
          }
          fields = { data: [] };
          continue;
        }
        const [, name = '', text = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (name === 'data') fields.data.push(text);
        else if (name === 'event') fields.event = text;
        else if (name === 'id') fields.id = text;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
