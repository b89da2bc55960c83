import { describe, expect, it } from 'vitest';
import { latestVerdicts } from '../../../renderer/log/latest-verdicts.ts';

const verdict = (passes: boolean) => [{ profile: 'oauth21' as const, passes, reasons: [] }];
const token = { method: 'POST', path: '/oauth2/token' };

describe('the latest verdicts', () => {
  it('keeps the newest of each kind of request, newest first', () => {
    const found = latestVerdicts([
      { seq: 1, ...token, verdicts: verdict(false) },
      { seq: 3, ...token, verdicts: verdict(true) },
      { seq: 2, method: 'GET', path: '/oauth2/authorize', verdicts: verdict(false) },
    ]);
    expect(found.map(({ request, entry }) => [request, entry.seq])).toEqual([
      ['POST /oauth2/token', 3],
      ['GET /oauth2/authorize', 2],
    ]);
  });

  it('passes over requests that were not judged', () => {
    const found = latestVerdicts([
      { seq: 1, ...token, verdicts: verdict(false) },
      { seq: 2, ...token },
      { seq: 3, ...token, verdicts: [] },
    ]);
    expect(found.map(({ entry }) => entry.seq)).toEqual([1]);
  });
});
