import { describe, expect, it } from 'vitest';
import { refusalEntry } from '../../../server/bank/catalogue/index.ts';
import { judge, verdictDetails, type Observations } from '../../../server/bank/profile-lens.ts';
import { fillIn } from '../../../server/bank/refusal.ts';

/** A request that falls short of every profile in everything a profile asks for. */
const careless: Observations = {
  profile: 'compat',
  authorization: {
    pkce: false,
    pushed: false,
    signedObject: false,
    responseMode: 'query',
    given: new Set(),
  },
  authentication: {
    method: 'client_secret_basic',
    doubled: true,
    issuer: 'https://bank.example',
    audienceIsIssuer: false,
  },
  confirmation: null,
  idTokenAlgorithm: 'none',
};

describe('the reasons of a verdict', () => {
  it.each(judge(careless).flatMap(({ profile, reasons }) => reasons.map((code) => [profile, code] as const)))(
    'leave no placeholder in a text: %s, %s',
    (profile, code) => {
      const { message, hint } = refusalEntry(code);
      const details = verdictDetails(profile, careless);
      for (const text of [message, hint]) {
        for (const language of ['ja', 'en'] as const) {
          expect(fillIn(text[language], details)).not.toMatch(/[{}]/);
        }
      }
    },
  );
});
