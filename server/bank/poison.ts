/** Ways in which an answer that is right in all else can be wrong on purpose, to see what the client does. */
export const poisonNames = [
  'id-token-issuer',
  'id-token-audience',
  'id-token-nonce',
  'id-token-expired',
  'id-token-future',
  'id-token-signature',
  'id-token-alg-none',
  'id-token-alg-confusion',
  'id-token-unknown-key',
  'response-issuer-missing',
  'response-issuer-wrong',
  'response-state',
  'jarm-expired',
  'jarm-audience',
  'jarm-signature',
  'discovery-issuer',
  'token-type-case',
  'expires-in-text',
  'access-token-missing',
  'refresh-subject',
  'userinfo-subject',
] as const;
export type PoisonName = (typeof poisonNames)[number];

/** What the client must not use once it has seen the answer. */
export type PoisonedMaterial = 'tokens' | 'code' | 'server';

/** Which answers a poison gets into. */
export type PoisonedAnswer = 'token' | 'authorization' | 'metadata' | 'userinfo';

export interface Poison {
  readonly answer: PoisonedAnswer;
  readonly material: PoisonedMaterial;
  /** What a correct client does then. */
  readonly correct: 'stops' | 'goes-on';
}

export const poisons: Readonly<Record<PoisonName, Poison>> = {
  'id-token-issuer': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-audience': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-nonce': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-expired': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-future': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-signature': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-alg-none': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-alg-confusion': { answer: 'token', material: 'tokens', correct: 'stops' },
  'id-token-unknown-key': { answer: 'token', material: 'tokens', correct: 'stops' },
  'response-issuer-missing': { answer: 'authorization', material: 'code', correct: 'stops' },
  'response-issuer-wrong': { answer: 'authorization', material: 'code', correct: 'stops' },
  'response-state': { answer: 'authorization', material: 'code', correct: 'stops' },
  'jarm-expired': { answer: 'authorization', material: 'code', correct: 'stops' },
  'jarm-audience': { answer: 'authorization', material: 'code', correct: 'stops' },
  'jarm-signature': { answer: 'authorization', material: 'code', correct: 'stops' },
  'discovery-issuer': { answer: 'metadata', material: 'server', correct: 'stops' },
  'token-type-case': { answer: 'token', material: 'tokens', correct: 'goes-on' },
  'expires-in-text': { answer: 'token', material: 'tokens', correct: 'goes-on' },
  'access-token-missing': { answer: 'token', material: 'tokens', correct: 'stops' },
  'refresh-subject': { answer: 'token', material: 'tokens', correct: 'stops' },
  'userinfo-subject': { answer: 'userinfo', material: 'tokens', correct: 'stops' },
};
