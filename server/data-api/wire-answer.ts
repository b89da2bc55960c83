import type { ServerResponse } from 'node:http';
import { fillIn, type Refusal } from '../bank/refusal.ts';
import { bearerChallenge } from '../authorization/challenge.ts';

/** wire format: the media type exactly as written there. */
const JSON_TYPE = 'application/json;charset=UTF-8';

/** Refusals that other rooms share, under the codes of this API. */
const wireCodes: Partial<Record<Refusal['code'], string>> = {
  maintenance: 'WG_ERR_300',
  outside_service_hours: '032054',
  closed_today: '032054',
};

const MAX_MESSAGE = 255;

/** Sends JSON that is already written. Balances and statements are nobody's to keep on the way. */
export function sendJson(response: ServerResponse, status: number, json: string | Buffer): void {
  response.statusCode = status;
  response.setHeader('Content-Type', JSON_TYPE);
  response.setHeader('Cache-Control', 'no-store');
  const bytes = typeof json === 'string' ? Buffer.from(json) : json;
  // Said by hand because a HEAD request learns it too (RFC 9110 §9.3.2).
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

/** Sends `{errorCode, errorMessage}` (wire format: errors), with the headers the status asks for. */
export function sendRefusal(
  response: ServerResponse,
  refusal: Refusal,
  options: {
    language: 'ja' | 'en';
    /** What its client may sign DPoP proofs with. */
    proofAlgorithms: readonly string[];
    headers?: Readonly<Record<string, string>>;
  },
): void {
  const { wire, message } = refusal.entry;
  // A proof that fails here is a failed authentication, as any other token trouble (RFC 9449 §7.1).
  const proofFailed = refusal.code.startsWith('dpop_');
  const status = proofFailed ? 401 : refusal.entry.status;
  const challenge = bearerChallenge(refusal, options.proofAlgorithms);
  if (challenge !== undefined) response.setHeader('WWW-Authenticate', challenge);
  for (const [name, value] of Object.entries(options.headers ?? {})) response.setHeader(name, value);
  const errorMessage = fillIn(message[options.language], refusal.details).slice(0, MAX_MESSAGE);
  sendJson(
    response,
    status,
    JSON.stringify({
      errorCode: proofFailed ? 'WG_ERR_105' : (wireCodes[refusal.code] ?? wire ?? 'WG_ERR_999'),
      errorMessage,
    }),
  );
}
