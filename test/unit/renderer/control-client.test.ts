import { describe, expect, it } from 'vitest';
import { ControlError, operationPath } from '../../../renderer/app/control-client.ts';

describe('operationPath', () => {
  it('fills in parameters and leaves out empty query members', () => {
    expect(
      operationPath(
        { path: '/accounts/{accountId}/transactions' },
        { params: { accountId: 'a/b' }, query: { limit: 10, cursor: undefined, order: '' } },
      ),
    ).toBe('/accounts/a%2Fb/transactions?limit=10');
  });

  it('refuses to call with a parameter missing', () => {
    expect(() => operationPath({ path: '/clients/{client_id}' }, {})).toThrow('client_id');
  });
});

describe('ControlError', () => {
  it('gives each field its first message, nested ones to the outermost field too', () => {
    const error = new ControlError(422, {
      title: 'Invalid',
      errors: [
        { path: 'redirect_uris[1]', message: 'must be absolute' },
        { path: 'redirect_uris[2]', message: 'another' },
        { path: 'client_name', message: 'too long' },
      ],
    });
    expect(error.messagesByField()).toMatchObject({
      'redirect_uris[1]': 'must be absolute',
      redirect_uris: 'must be absolute',
      client_name: 'too long',
    });
  });
});
