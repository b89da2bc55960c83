import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redirectUriMatches } from '../../../server/authorization/redirect-uri.ts';

const REGISTERED = [
  'https://client.example/callback?fixed=1',
  'http://127.0.0.1:4782/callback',
  'http://[::1]:4782/callback',
  'http://localhost:3000/callback',
  'com.example.app:/callback',
];

describe('redirectUriMatches', () => {
  it.each([
    ...REGISTERED,
    'http://127.0.0.1/callback',
    'http://127.0.0.1:1/callback',
    'http://127.0.0.1:65535/callback',
    'http://[::1]:80/callback',
  ])('takes %s', (uri) => {
    expect(redirectUriMatches(REGISTERED, uri)).toBe(true);
  });

  it.each([
    '',
    'https://client.example/callback',
    'https://client.example/callback?fixed=1&more=2',
    'https://CLIENT.example/callback?fixed=1',
    'https://client.example:443/callback?fixed=1',
    'https://client.example/callback%3Ffixed=1',
    'http://localhost:3001/callback',
    'http://127.0.0.1:0/callback',
    'http://127.0.0.1:65536/callback',
    'http://127.0.0.1:/callback',
    'http://127.0.0.1:4782/callback/../callback',
    'http://127.0.0.1:4782/callback#',
    'http://127.0.0.1:4782@evil.example/callback',
    'http://127.0.0.1.evil.example/callback',
    'http://127.1/callback',
    'http://2130706433/callback',
    'HTTP://127.0.0.1:4782/callback',
    'https://127.0.0.1:4782/callback',
    'com.example.app:/callback2',
  ])('refuses %s', (uri) => {
    expect(redirectUriMatches(REGISTERED, uri)).toBe(false);
  });

  it('takes nothing but what is registered or differs from it in a loopback port', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (uri) => {
        expect(redirectUriMatches(REGISTERED, uri)).toBe(REGISTERED.includes(uri));
      }),
    );
  });

  it('lets an added character through nowhere', () => {
    const insertion = fc.record({
      uri: fc.constantFrom(...REGISTERED),
      at: fc.nat(60),
      // A digit may make another loopback port of it, which is what the exception is for.
      character: fc.stringMatching(/^[^\d]$/),
    });
    fc.assert(
      fc.property(insertion, ({ uri, at, character }) => {
        const changed = uri.slice(0, at) + character + uri.slice(at);
        expect(redirectUriMatches(REGISTERED, changed)).toBe(false);
      }),
    );
  });
});
