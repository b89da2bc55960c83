import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const register = async (members: object) => {
  const body = { redirect_uris: ['https://app.example/callback'], ...members };
  const made = await sandbox.control<{ client_id: string }>('POST', '/clients', body);
  return `/clients/${made.client_id}`;
};

describe('null in a PATCH', () => {
  it('takes a member of a registration away, so that another can take its place', async () => {
    const path = await register({
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=partner',
    });
    const other = { tls_client_auth_san_dns: 'partner.example' };
    expect((await sandbox.request('PATCH', path, other)).status).toBe(422);
    const changed = await sandbox.control('PATCH', path, { ...other, tls_client_auth_subject_dn: null });
    expect(changed).toMatchObject(other);
    expect(changed).not.toHaveProperty('tls_client_auth_subject_dn');
    expect(await sandbox.control('GET', path)).toEqual(changed);
  });

  it.each(['client_name', 'redirect_uris', 'scope', 'sandbox_profile', 'id_token_signed_response_alg'])(
    'is refused for %s, which every registration has',
    async (member) => {
      const path = await register({});
      const response = await sandbox.request('PATCH', path, { [member]: null });
      expect(response.status).toBe(422);
      expect(JSON.stringify(await response.json())).toContain(member);
    },
  );

  it('takes a note of a customer away, and never the login', async () => {
    const path = '/customers/cust_10000000002';
    expect(await sandbox.control('PATCH', path, { note: null })).not.toHaveProperty('note');
    expect((await sandbox.request('PATCH', path, { loginId: null })).status).toBe(422);
    expect((await sandbox.request('PATCH', path, { password: null })).status).toBe(422);
  });
});
