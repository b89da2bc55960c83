import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, formActionSources } from '../../../server/screens/response-headers.ts';

describe('form-action lets the answer of a form be redirected', () => {
  it.each([
    ['https://partner.example/callback?x=1', ['https://partner.example']],
    ['https://partner.example:8443/callback', ['https://partner.example:8443']],
    ['com.example.kakeibo:/callback', ['com.example.kakeibo:']],
    // CSP has no way to write an IPv6 literal.
    ['http://[::1]:4782/callback', ['http:']],
    ['http://127.0.0.1:4782/callback', ['http://127.0.0.1:4782', 'http://127.0.0.1:*', 'http://localhost:*']],
  ])('to %s', (redirectUri, sources) => {
    expect(formActionSources(redirectUri)).toEqual(sources);
  });

  it('and nowhere else', () => {
    expect(contentSecurityPolicy()).toContain("form-action 'self';");
    expect(formActionSources('no address')).toEqual([]);
  });

  it('without a way to slip another directive in', () => {
    const policy = contentSecurityPolicy("https://partner.example/; script-src 'unsafe-inline'");
    expect(policy).not.toContain('script-src');
    expect(policy.split('; ')).toHaveLength(5);
  });
});

describe('the policy of a page', () => {
  it("allows nothing but the bank's own stylesheets", () => {
    const policy = contentSecurityPolicy('https://partner.example/callback');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:|script-src/);
  });
});
