import { describe, expect, it } from 'vitest';
import { securityProfiles } from '../../../server/bank/model.ts';
import { profileTopics } from '../../../server/bank/profile-topics.ts';
import { profiles, type ProfileRules } from '../../../server/bank/profiles.ts';

const pairs = securityProfiles.flatMap((one, at) =>
  securityProfiles.slice(at + 1).map((other) => [one, other] as const),
);

/** Each rule under the topic that words it. */
const topicOf: Record<Exclude<keyof ProfileRules, 'title'>, string> = {
  pkce: 'pkce',
  request: 'request',
  requiredParameters: 'requiredParameters',
  signedResponse: 'signedResponse',
  clientAuthentication: 'clientAuthentication',
  toleratesDoubleAuthentication: 'doubleAuthentication',
  assertionAudience: 'assertionAudience',
  senderConstraint: 'senderConstraint',
  refresh: 'refresh',
  messageAlgorithms: 'messageAlgorithms',
  idTokenAlgorithms: 'idTokenAlgorithms',
  redirectUriAtToken: 'redirectUriAtToken',
  codeSeconds: 'codeSeconds',
};

describe('profileTopics', () => {
  it.each(pairs)('%s and %s differ in words exactly where their rules differ', (one, other) => {
    const rules = Object.keys(topicOf) as (keyof typeof topicOf)[];
    const differing = rules
      .filter((rule) => JSON.stringify(profiles[one][rule]) !== JSON.stringify(profiles[other][rule]))
      .map((rule) => topicOf[rule]);
    for (const language of ['ja', 'en'] as const) {
      const told = profileTopics
        .filter(({ rules: words }) => words[one].text[language] !== words[other].text[language])
        .map(({ topic }) => topic);
      expect(told.sort()).toEqual(differing.sort());
    }
  });

  it('names a clause for each rule of each profile', () => {
    for (const { rules } of profileTopics) {
      for (const profile of securityProfiles) expect(rules[profile].spec).toMatch(/§[\d.]+$/);
    }
  });
});
