import { connect } from 'node:net';

/** What came back over a socket of its own. */
export interface RawAnswer {
  /** 0 when the connection ended without a status line. */
  status: number;
  text: string;
  /** True when nothing more came and the connection stayed open for `timeoutMs`. */
  hung: boolean;
}

/** Much longer than a machine that is busy with other things takes for an answer. */
const HANGS_AFTER_MS = 60_000;

/**
 * Sends bytes as they are and reads until the other side closes, a whole answer with a length is in,
 * or `timeoutMs` have passed.
 */
export function sendRaw(
  origin: string,
  bytes: string | Uint8Array,
  timeoutMs = HANGS_AFTER_MS,
): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    const finish = (hung: boolean) => {
      clearTimeout(limit);
      socket.destroy();
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0), text, hung });
    };
    const limit = setTimeout(() => {
      finish(true);
    }, timeoutMs);
    socket.on('connect', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (isComplete(text)) finish(false);
    });
    socket.on('error', () => {
      finish(false);
    });
    socket.on('close', () => {
      finish(false);
    });
  });
}

function isComplete(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end);
  if (/^HTTP\/1\.1 (1\d\d|204|304)/.test(head)) return true;
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  if (length !== undefined) return text.length - end - 4 >= Number(length);
  return /^transfer-encoding: chunked/im.test(head) && text.endsWith('0\r\n\r\n');
}
