import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../../server/screens/response-headers.ts';

describe('the policy of a page', () => {
  it.each([true, false])(
    "allows nothing but the bank's own stylesheets (leads to the partner: %s)",
    (leads) => {
      const policy = contentSecurityPolicy(leads);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/unsafe|\*|data:|script-src/);
    },
  );

  it('keeps its form to the bank, unless the form leads to the partner, who may lead on anywhere', () => {
    expect(contentSecurityPolicy(false)).toContain("form-action 'self'");
    expect(contentSecurityPolicy(true)).not.toContain('form-action');
  });
});
