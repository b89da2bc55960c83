import { expect, it } from 'vitest';
import { redirectUriFault } from '../../../server/bank/registered-redirect-uri.ts';

const web = [
  'https://app.example/callback',
  'https://app.example:8443/callback?tenant=1',
  'http://127.0.0.1/callback',
  'http://127.0.0.1:4782/callback',
  'http://[::1]:4782/callback',
  'http://localhost:3000/callback',
];
const native = [...web, 'com.example.kakeibo:/callback', 'com.example.kakeibo://callback'];
const never = [
  '',
  'callback',
  '/callback',
  '//app.example/callback',
  'https://',
  'https://app example/',
  'https://app.example/call back',
  'https:\\\\app.example\\callback',
  'https://app.example/\u0000',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://app.example/1',
  'https://app.example/#',
  'https://app.example/#fragment',
  'https://app.example/?code=1',
  'https://app.example/?state=',
  'https://app.example/?a=1&iss=x',
  'https://app.example/?%63ode=1',
  'https://user@app.example/',
  'https://user:password@app.example/',
  'https://*.app.example/',
  'http://app.example/',
  'http://127.0.0.1.app.example/',
  'http://127.0.0.2.nip.io/',
  'http://localhost.app.example/',
  'kakeibo:/callback',
];

it.each(web)('a web client may register %s', (uri) => {
  expect(redirectUriFault(uri, 'web', 'p')).toBeUndefined();
});
it.each(native)('a native client may register %s', (uri) => {
  expect(redirectUriFault(uri, 'native', 'p')).toBeUndefined();
});
it.each(never)('nobody may register %j', (uri) => {
  for (const type of ['web', 'native'] as const) {
    const fault = redirectUriFault(uri, type, 'redirect_uris[0]');
    expect(fault?.path).toBe('redirect_uris[0]');
    expect(fault?.message.ja).toMatch(/。$/);
    expect(fault?.message.en).toMatch(/\.$|\)\.$/);
  }
});
it('a custom scheme is for native clients', () => {
  expect(redirectUriFault('com.example.kakeibo:/callback', 'web', 'p')?.message.en).toContain('native only');
});
