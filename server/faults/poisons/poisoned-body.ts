import type { JWTPayload } from 'jose';
import type { Client } from '../../bank/model.ts';
import type { PoisonName } from '../../bank/poison.ts';
import type { SandboxContext } from '../../context.ts';
import {
  openJws,
  resigned,
  signedByPublicKey,
  signedByStranger,
  unsigned,
  withBrokenSignature,
  type OpenedJws,
} from './jws.ts';

const ELSEWHERE = 'https://another-bank.invalid';
const SOMEBODY_ELSE = 'somebody-else';
const HOUR_SECONDS = 3600;

type Members = Record<string, unknown>;

/** An answer in JSON, poisoned; undefined where it holds nothing this poison could get into. */
export async function poisonedBody(
  context: SandboxContext,
  poison: PoisonName,
  body: Members,
  client: Client | undefined,
): Promise<Members | undefined> {
  switch (poison) {
    case 'discovery-issuer':
      return 'issuer' in body ? { ...body, issuer: ELSEWHERE } : undefined;
    case 'userinfo-subject':
      return 'sub' in body ? { ...body, sub: SOMEBODY_ELSE } : undefined;
    case 'token-type-case':
      return 'token_type' in body ? { ...body, token_type: oddCase(String(body['token_type'])) } : undefined;
    case 'expires-in-text':
      return 'expires_in' in body ? { ...body, expires_in: String(body['expires_in']) } : undefined;
    case 'access-token-missing': {
      const { access_token: token, ...others } = body;
      return token === undefined ? undefined : others;
    }
    default: {
      const idToken = body['id_token'];
      if (typeof idToken !== 'string') return undefined;
      const poisoned = await poisonedIdToken(context, poison, openJws(idToken), client);
      return poisoned === undefined ? undefined : { ...body, id_token: poisoned };
    }
  }
}

/** A signed authorization response, poisoned; undefined where it is no success. */
export async function poisonedResponseJwt(
  context: SandboxContext,
  poison: PoisonName,
  compact: string,
  client: Client | undefined,
): Promise<string | undefined> {
  const jws = openJws(compact);
  if (!('code' in jws.claims)) return undefined;
  const now = Math.floor(context.clock.now() / 1000);
  const sign = (claims: JWTPayload) => resigned(context, jws, { ...jws.claims, ...claims }, client);
  switch (poison) {
    case 'jarm-expired':
      return sign({ iat: now - 2 * HOUR_SECONDS, exp: now - HOUR_SECONDS });
    case 'jarm-audience':
      return sign({ aud: SOMEBODY_ELSE });
    case 'jarm-signature':
      return withBrokenSignature(jws);
    default:
      return undefined;
  }
}

async function poisonedIdToken(
  context: SandboxContext,
  poison: PoisonName,
  jws: OpenedJws,
  client: Client | undefined,
): Promise<string | undefined> {
  const now = Math.floor(context.clock.now() / 1000);
  const sign = (claims: JWTPayload) => resigned(context, jws, { ...jws.claims, ...claims }, client);
  switch (poison) {
    case 'id-token-issuer':
      return sign({ iss: ELSEWHERE });
    case 'id-token-audience':
      return sign({ aud: SOMEBODY_ELSE });
    case 'id-token-nonce':
      return 'nonce' in jws.claims ? sign({ nonce: 'another-nonce' }) : undefined;
    case 'id-token-expired':
      return sign({ iat: now - 2 * HOUR_SECONDS, exp: now - HOUR_SECONDS });
    case 'id-token-future':
      return sign({ iat: now + HOUR_SECONDS, exp: now + 2 * HOUR_SECONDS });
    case 'id-token-signature':
      return withBrokenSignature(jws);
    case 'id-token-alg-none':
      return unsigned(jws);
    case 'id-token-alg-confusion':
      return signedByPublicKey(context, jws);
    case 'id-token-unknown-key':
      return signedByStranger(jws);
    case 'refresh-subject':
      return sign({ sub: SOMEBODY_ELSE });
    default:
      return undefined;
  }
}

/** `bEARER`: equal to a client that reads RFC 6749 §5.1, and to no other. */
function oddCase(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).toUpperCase();
}
