import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBasicCredentials } from '../../../server/authorization/client-authentication/basic-credentials.ts';
import { Refusal } from '../../../server/bank/refusal.ts';

const encode = (text: string) => Buffer.from(text).toString('base64');

describe('readBasicCredentials', () => {
  it('form-decodes both parts, and leaves colons to the secret', () => {
    expect(readBasicCredentials(`Basic ${encode('my+client%3A1:se%2Bcret:2')}`)).toEqual({
      clientId: 'my client:1',
      clientSecret: 'se+cret:2',
      raw: { clientId: 'my+client%3A1', clientSecret: 'se%2Bcret:2' },
      encoded: true,
    });
  });

  it('takes the scheme in any case, and an empty secret', () => {
    expect(readBasicCredentials(`bAsIc  ${encode('id:')} `)).toMatchObject({
      clientId: 'id',
      clientSecret: '',
    });
  });

  it('is nothing without a header', () => {
    expect(readBasicCredentials(undefined)).toBeUndefined();
  });

  it.each([
    'Basic',
    'Basic  ',
    'Basic ***',
    `Basic ${encode('nocolon')}`,
    `Basic ${encode(':secret')}`,
    `Basic ${Buffer.from([0xff, 0x3a, 0x61]).toString('base64')}`,
    `Basic ${encode('id:a')} more`,
  ])('%s is malformed', (header) => {
    expect(() => readBasicCredentials(header)).toThrow(
      expect.objectContaining({ code: 'basic_header_malformed' }) as Error,
    );
  });

  it('keeps what can’t be form-decoded as it stands, and says so', () => {
    const raw = { clientId: 'id', clientSecret: '100%+' };
    expect(readBasicCredentials(`Basic ${encode('id:100%+')}`)).toEqual({ ...raw, raw, encoded: false });
  });

  it('names another scheme', () => {
    expect(() => readBasicCredentials('Bearer abc')).toThrow(
      expect.objectContaining({ code: 'authorization_scheme_unsupported' }) as Error,
    );
  });

  it('reads back whatever was encoded by the rules', () => {
    const part = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(part, part, (clientId, clientSecret) => {
        const header = `Basic ${encode(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
        expect(readBasicCredentials(header)).toMatchObject({ clientId, clientSecret, encoded: true });
      }),
    );
  });

  it('refuses, and never breaks, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `Basic ${text}`),
        ),
        (header) => {
          try {
            readBasicCredentials(header);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
        },
      ),
    );
  });
});
