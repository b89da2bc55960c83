import type { RefusalDetails } from '../bank/refusal.ts';
import { Refusal } from '../bank/refusal.ts';

/** What Node tells of a connection whose bytes it can't read. */
export interface ConnectionError extends NodeJS.ErrnoException {
  /** What came, as far as the parser had it. */
  readonly rawPacket?: Buffer;
  readonly reason?: string;
}

/** The line a request begins with, as far as there is one. */
export interface RequestLine {
  /** `TLS`, where it is no HTTP at all. */
  readonly method: string;
  readonly target: string;
}

/** The head of a request may be as large; beyond it the parser stops. */
export const LARGEST_HEAD_KIB = 32;

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}$/;
/** Alerts by which a client says that it does not take the certificate (RFC 8446 §6.2). */
const UNTRUSTED = /ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_UNKNOWN|CERTIFICATE_EXPIRED)/;

/** Why Node could not read a request, in the bank's words: the first bytes tell most. */
export function refusalOfConnection(error: ConnectionError): Refusal {
  const { code = '', rawPacket } = error;
  const bytes = rawPacket ?? Buffer.alloc(0);
  if (code === 'ERR_SSL_HTTP_REQUEST') return new Refusal('http_on_tls_port');
  if (UNTRUSTED.test(code)) return new Refusal('bank_certificate_not_trusted', reasonOf(error));
  if (/^ERR_(?:TLS|SSL)_/.test(code)) return new Refusal('tls_handshake_failed', reasonOf(error));
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Refusal('request_head_too_large', { kilobytes: LARGEST_HEAD_KIB });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Refusal('request_incomplete');
  if (bytes[0] === 0x16 && bytes[1] === 0x03) return new Refusal('tls_on_http_port');
  const line = firstLine(bytes);
  if (line.startsWith('PRI * HTTP/2')) return new Refusal('http2_not_spoken');
  const [method = '', ...rest] = line.split(' ');
  const version = rest.pop() ?? '';
  if (/^HTTP\/1\.[01]$/.test(version) && TOKEN.test(method)) {
    if (rest.length > 1) return new Refusal('request_line_with_blank');
    if (code === 'HPE_INVALID_METHOD') return new Refusal('request_method_unknown', { method });
  }
  return new Refusal('request_not_http', reasonOf(error));
}

/** The method and the target, for the log; of what is no HTTP only that it came. */
export function requestLineOf({ code = '', rawPacket }: ConnectionError): RequestLine {
  if (/^ERR_(?:TLS|SSL)_/.test(code) || rawPacket?.[0] === 0x16) return { method: 'TLS', target: '/' };
  const [method = '', ...rest] = firstLine(rawPacket ?? Buffer.alloc(0)).split(' ');
  if (/^HTTP\//.test(rest.at(-1) ?? '')) rest.pop();
  const target = rest.join('%20');
  return {
    method: TOKEN.test(method) ? method : 'UNKNOWN',
    target: target.startsWith('/') ? target.slice(0, LONGEST_TARGET) : '/',
  };
}

const LONGEST_TARGET = 8_192;

function firstLine(bytes: Buffer): string {
  const end = bytes.indexOf('\n');
  const text = bytes.toString('latin1', 0, Math.min(end < 0 ? bytes.length : end, LONGEST_TARGET + 64));
  return text.replace(/\r$/, '');
}

/** Node's own word for it, which quotes nothing that was sent. */
function reasonOf({ code = '', reason }: ConnectionError): RefusalDetails {
  return { reason: (reason ?? code).slice(0, 100) };
}
