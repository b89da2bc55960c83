import { expect, it } from 'vitest';
import { dpopProof } from '../../../server/authorization/checks/dpop-checks.ts';

/*
 * Which htu is the address of a request (RFC 9449 §4.3 check 9), for a bank at the default port of a
 * host with letters in it, which no test can listen at.
 */

type Judged = Parameters<(typeof dpopProof.checks)[number]['judge']>[0];

async function refusalOf(htu: unknown): Promise<string | undefined> {
  const check = dpopProof.checks.find(({ name }) => name === 'uri');
  const proof: unknown = {
    context: { addresses: { issuer: 'http://bank.example', httpsIssuer: 'https://bank.example' } },
    target: { path: '/oauth2/token' },
    claims: { htu },
  };
  return (await check?.judge(proof as Judged))?.code;
}

it.each([
  'http://bank.example/oauth2/token',
  'http://bank.example:80/oauth2/token',
  'https://bank.example:443/oauth2/token',
  'HTTPS://Bank.EXAMPLE/oauth2/token',
  'https://bank.example/oauth2/token?query=1',
  'https://bank.example/oauth2/token#fragment',
  'https://bank.example/oauth2/token?',
])('%s is', async (htu) => {
  expect(await refusalOf(htu)).toBeUndefined();
});

it.each([
  'https://bank.example:80/oauth2/token',
  'http://bank.example:443/oauth2/token',
  'https://bank.example:8443/oauth2/token',
  'https://bank.example/oauth2/Token',
  'https://bank.example/oauth2/token/',
  'https://bank.example.evil.example/oauth2/token',
  'https://evil.example/oauth2/token',
  'https://bank.example@evil.example/oauth2/token',
  '//bank.example/oauth2/token',
  '/oauth2/token',
  '',
  42,
  null,
  undefined,
])('%s is not', async (htu) => {
  expect(await refusalOf(htu)).toBe('dpop_uri_mismatch');
});
