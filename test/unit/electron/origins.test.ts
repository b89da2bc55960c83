import { describe, expect, test } from 'vitest';
import { isOnThisComputer, mayOpenOutside, ownOrigins } from '../../../electron/origins.ts';

const own = ownOrigins({
  issuer: 'http://127.0.0.1:4780',
  console: 'http://127.0.0.1:4781/',
  partner: 'http://127.0.0.1:4782/',
  https: { issuer: 'https://127.0.0.1:4783' },
});

describe('what may be opened in the system browser', () => {
  test.each(['https://example.com/path?a=b#c', 'http://127.0.0.1:4780/ib/terms', 'http://127.0.0.1:4782/'])(
    '%s',
    (address) => {
      expect(mayOpenOutside(address, own.all)).toBe(true);
    },
  );

  test.each([
    'http://example.com/',
    'http://127.0.0.1:4783/',
    'http://localhost:4780/',
    'http://127.0.0.1:4780.example.com/',
    'http://127.0.0.1:4780@example.com/',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'file:///etc/passwd',
    'smb://example.com/share',
    'javascript:alert(1)',
    'data:text/html,hello',
    'ms-settings:',
    'com.example.kakeibo:/callback',
    ' ',
    '',
  ])('but not %j', (address) => {
    expect(mayOpenOutside(address, own.all)).toBe(false);
  });
});

describe('what a customer window may show', () => {
  test.each(['http://127.0.0.1:3000/callback?code=x', 'http://[::1]:3000/', 'https://localhost:8443/'])(
    '%s',
    (address) => {
      expect(isOnThisComputer(address)).toBe(true);
    },
  );

  test.each(['http://192.168.0.1/', 'http://localhost.example.com/', 'file:///etc/passwd', 'localhost'])(
    'but not %s',
    (address) => {
      expect(isOnThisComputer(address)).toBe(false);
    },
  );
});

test('the console is no customer’s page', () => {
  expect(own.customer).toEqual(
    new Set(['http://127.0.0.1:4780', 'http://127.0.0.1:4782', 'https://127.0.0.1:4783']),
  );
  expect(own.console).toBe('http://127.0.0.1:4781');
});
