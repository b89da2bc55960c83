import { expect } from 'vitest';
import type { RefusalCode } from '../../server/bank/catalogue/index.ts';
import { defaultSettings } from '../../server/bank/institution-profiles.ts';
import type { AuthorizationRequest, Client, Customer, Settings } from '../../server/bank/model.ts';
import { Refusal } from '../../server/bank/refusal.ts';
import { BankState } from '../../server/bank/state.ts';
import type { Instant } from '../../server/bank/time.ts';
import { Transaction } from '../../server/bank/transaction.ts';

export const START: Instant = Date.parse('2027-02-20T13:04:00+09:00');

export const TARO: Customer = {
  id: 'taro',
  kind: 'personal',
  loginId: '10000000001',
  password: 'Sandbox-0001',
  name: 'サンプル　太郎',
  nameKana: 'ｻﾝﾌﾟﾙ ﾀﾛｳ',
  login: 'password',
  status: 'active',
  failedLogins: 0,
  mayInquire: true,
};

export const CLIENT: Client = {
  client_id: 'client',
  client_secret: 'a-secret-of-at-least-thirty-two-bytes',
  client_id_issued_at: START,
  client_name: 'Client',
  redirect_uris: ['https://client.example/callback'],
  token_endpoint_auth_method: 'client_secret_basic',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  scope: 'account:balance account:transaction openid offline_access',
  application_type: 'web',
  id_token_signed_response_alg: 'RS256',
  sandbox_allowed_origins: [],
  sandbox_customer_kind: 'any',
  sandbox_profile: 'compat',
  sandbox_consent: 'screen',
};
export const OTHER_CLIENT: Client = { ...CLIENT, client_id: 'other' };

export const REQUEST: AuthorizationRequest = {
  clientId: CLIENT.client_id,
  redirectUri: 'https://client.example/callback',
  redirectUriGiven: true,
  responseMode: 'query',
  scopes: ['account:balance', 'account:transaction', 'offline_access'],
};

/** A bank with one customer and two clients, and a clock that a test moves by assignment. */
export class TestBank {
  readonly state = new BankState();
  now: Instant = START;

  constructor() {
    this.state.settings.put('current', structuredClone(defaultSettings));
    this.state.customers.put(TARO.id, TARO);
    for (const client of [CLIENT, OTHER_CLIENT]) this.state.clients.put(client.client_id, client);
  }

  changeSettings(change: (settings: Settings) => void): void {
    const settings = structuredClone(this.state.settings.get('current') ?? defaultSettings);
    change(settings);
    this.state.settings.put('current', settings);
  }

  changeCustomer(change: Partial<Customer>): void {
    this.state.customers.put(TARO.id, { ...this.taro, ...change });
  }

  get taro(): Customer {
    return this.state.customers.get(TARO.id) ?? TARO;
  }

  /** One operation, kept or undone as a unit of work would. */
  run<Value>(operation: (tx: Transaction) => Value): Value {
    const tx = new Transaction(this.state, this.now);
    try {
      return operation(tx);
    } catch (error) {
      if (!(error instanceof Refusal && error.keepsChanges)) tx.undo();
      throw error;
    }
  }

  /** Expects the refusal with this code. */
  refuses(code: RefusalCode, operation: (tx: Transaction) => unknown): Refusal {
    try {
      this.run(operation);
    } catch (error) {
      expect(error).toBeInstanceOf(Refusal);
      const refusal = error as Refusal;
      expect(refusal.code).toBe(code);
      return refusal;
    }
    throw new Error(`not refused with ${code}`);
  }
}

/** Shows which identifier a token was made of. */
export const PLAIN_MINT = { tokenFor: (kind: string, id: string) => `${kind}:${id}` };
