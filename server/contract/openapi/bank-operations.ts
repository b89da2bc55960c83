import type { z } from 'zod';
import { endpointPaths, metadataPaths } from '../../authorization/endpoint-paths.ts';
import { dataApiMounts } from '../../data-api/mounts.ts';
import * as oauth from '../schemas/authorization.ts';
import * as data from '../schemas/data-api.ts';

/** What one status of an operation means, and what comes with it. */
export interface ResponseDescription {
  readonly description: string;
  /** By media type; `text` for what is no JSON. */
  readonly content?: Readonly<Record<string, z.ZodType | 'text' | 'metadata'>>;
}

export type SecurityScheme =
  'clientSecretBasic' | 'mutualTls' | 'accessToken' | 'xAccessToken' | 'clientToken' | 'registrationToken';

/** An operation of the bank's origin at one path. */
export interface BankOperation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  /** What a generated client calls it. */
  readonly id: string;
  readonly tag: 'authorization' | 'data';
  readonly summary: string;
  readonly description?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  /** Request headers that are not said by a security scheme. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly schema: z.ZodType };
  /** Alternatives; an empty list of schemes: nothing in a header or the connection. */
  readonly security: readonly (readonly SecurityScheme[])[];
  readonly responses: Readonly<Record<number | 'default', ResponseDescription>>;
}

const FORM = 'application/x-www-form-urlencoded';

const json = (description: string, schema: z.ZodType): ResponseDescription => ({
  description,
  content: { 'application/json': schema },
});
const refused = (description: string) => json(description, oauth.oauthError);
const page = (description: string): ResponseDescription => ({
  description,
  content: { 'text/html': 'text' },
});

const otherwise = { default: refused('Anything else: an explanation with the way out') };
const malformed = { 400: refused('The request can’t be read'), ...otherwise };
const proof = { DPoP: 'A DPoP proof (RFC 9449 §4), for tokens bound to a key' };

/** HTTP Basic, a client certificate, or the members of the form (RFC 6749 §2.3, RFC 8705 §2, RFC 7523 §2.2). */
const clientAuthentication: BankOperation['security'] = [['clientSecretBasic'], ['mutualTls'], []];
const clientRefused = {
  400: refused('The request is not right, or the client did not prove who it is without using HTTP Basic'),
  401: refused('HTTP Basic did not prove who the client is; see WWW-Authenticate'),
  ...otherwise,
};

const tokenRefused = {
  400: refused('The request is not right'),
  401: refused('No usable token; see WWW-Authenticate'),
  403: refused('The token does not allow it'),
  ...otherwise,
};

type Unplaced = Omit<BankOperation, 'path' | 'id' | 'tag'>;

const redirects = (to: string): ResponseDescription => ({ description: to });

const authorize = {
  security: [[]],
  responses: {
    303: redirects('To the login page, or back to the client with an error'),
    400: page('The client or its redirect URI is not known: a page, because nobody is to be sent anywhere'),
    default: page('Anything else: a page with the way out'),
  },
} satisfies Partial<Unplaced>;

const logout = {
  security: [[]],
  responses: {
    303: redirects('Back to the client, or to a page of the bank'),
    400: page('The hint or the address is not right'),
    default: page('Anything else: a page with the way out'),
  },
} satisfies Partial<Unplaced>;

const userinfo = {
  summary: '利用者情報 / Userinfo (OpenID Connect Core §5.3)',
  security: [['accessToken']],
  headers: proof,
  responses: {
    200: {
      description: 'Who consented; signed where the client is registered for that (§5.3.2)',
      content: { 'application/json': oauth.userinfo, 'application/jwt': 'text' },
    },
    ...tokenRefused,
  },
} satisfies Partial<Unplaced>;

/** The endpoints of the authorization server: names as in its metadata. */
const endpointOperations: Readonly<
  Record<Exclude<keyof typeof endpointPaths, 'grants'>, Readonly<Record<string, Unplaced>>>
> = {
  authorization: {
    startAuthorization: {
      method: 'get',
      summary: '認可 / Authorization endpoint (RFC 6749 §3.1)',
      query: oauth.authorizationRequest,
      ...authorize,
    },
    startAuthorizationByForm: {
      method: 'post',
      summary: '認可 / Authorization endpoint, as a form (OpenID Connect Core §3.1.2.1)',
      body: { type: FORM, schema: oauth.authorizationRequest },
      ...authorize,
    },
  },
  endSession: {
    endSession: {
      method: 'get',
      summary: 'ログアウト / End session endpoint (OpenID Connect RP-Initiated Logout §2)',
      query: oauth.logoutRequest,
      ...logout,
    },
    endSessionByForm: {
      method: 'post',
      summary: 'ログアウト / End session endpoint, as a form',
      body: { type: FORM, schema: oauth.logoutRequest },
      ...logout,
    },
  },
  token: {
    requestToken: {
      method: 'post',
      summary: 'トークン / Token endpoint (RFC 6749 §3.2)',
      security: clientAuthentication,
      headers: proof,
      body: { type: FORM, schema: oauth.tokenRequest },
      responses: { 200: json('Tokens', oauth.tokenResponse), ...clientRefused },
    },
  },
  pushedRequest: {
    pushAuthorizationRequest: {
      method: 'post',
      summary: '認可要求の預け入れ / Pushed authorization requests (RFC 9126)',
      security: clientAuthentication,
      headers: proof,
      body: { type: FORM, schema: oauth.pushedRequest },
      responses: { 201: json('Kept', oauth.pushedRequestResponse), ...clientRefused },
    },
  },
  revocation: {
    revokeToken: {
      method: 'post',
      summary: '失効 / Revocation (RFC 7009)',
      security: clientAuthentication,
      body: { type: FORM, schema: oauth.tokenReference },
      responses: { 200: json('Revoked, or never known', oauth.nothing), ...clientRefused },
    },
  },
  introspection: {
    introspectToken: {
      method: 'post',
      summary: 'トークンの確認 / Introspection (RFC 7662)',
      security: clientAuthentication,
      body: { type: FORM, schema: oauth.tokenReference },
      responses: {
        200: {
          description: 'What the token is, or only that it is not active; signed where asked for (RFC 9701)',
          content: {
            'application/json': oauth.introspectionResponse,
            'application/token-introspection+jwt': 'text',
          },
        },
        ...clientRefused,
      },
    },
  },
  userinfo: {
    getUserinfo: { method: 'get', ...userinfo },
    getUserinfoByForm: {
      method: 'post',
      ...userinfo,
      security: [['accessToken'], []],
      body: { type: FORM, schema: oauth.accessTokenForm },
    },
  },
  registration: {
    registerClient: {
      method: 'post',
      summary: 'クライアント登録 / Dynamic client registration (RFC 7591)',
      description:
        'Members the bank does not know are left out of the response and named in the request log (RFC 7591 §2); among them names in other languages than #ja and #en (§2.2).',
      security: [[]],
      body: { type: 'application/json', schema: oauth.clientMetadata },
      responses: {
        201: json('Registered, with its token', oauth.clientRegistration),
        400: refused('The metadata is not right (RFC 7591 §3.2.2)'),
        ...otherwise,
      },
    },
  },
  jwks: {
    getKeys: {
      method: 'get',
      summary: '公開鍵 / Keys (RFC 7517)',
      security: [[]],
      responses: {
        200: { description: 'A JWK Set', content: { 'application/jwk-set+json': oauth.jwkSet } },
        ...malformed,
      },
    },
  },
};

/** What stands behind the name of an operation whose paths are aliases of one another. */
const aliasNames: Readonly<Record<string, string>> = {
  '/oauth2/': '',
  '/auth/v1/': 'AtAuthV1',
  '/ganb/api/auth/v1/': 'AtGanbAuthV1',
};

function aliasName(path: string): string {
  const prefix = Object.keys(aliasNames).find((each) => path.startsWith(each));
  return (prefix !== undefined && aliasNames[prefix]) || '';
}

function authorizationOperations(): BankOperation[] {
  return Object.entries(endpointOperations).flatMap(([endpoint, operations]) =>
    endpointPaths[endpoint as keyof typeof endpointOperations].flatMap((path) =>
      Object.entries(operations).map(([id, operation]): BankOperation => ({
        ...operation,
        path,
        id: id + aliasName(path),
        tag: 'authorization',
      })),
    ),
  );
}

function managementOperations(): BankOperation[] {
  const grant = {
    path: `${endpointPaths.grants[0]}/{grant_id}`,
    tag: 'authorization',
    pathParameters: { grant_id: 'Of the token response' },
    security: [['clientToken']],
    headers: proof,
  } as const;
  const registered = {
    path: `${endpointPaths.registration[0]}/{client_id}`,
    tag: 'authorization',
    pathParameters: { client_id: 'Of the registration' },
    security: [['registrationToken']],
  } as const;
  return [
    {
      ...grant,
      method: 'get',
      id: 'queryGrant',
      summary: '許可の確認 / Query a grant (Grant Management for OAuth 2.0 §6.1)',
      responses: { 200: json('The grant', oauth.grantInformation), ...tokenRefused },
    },
    {
      ...grant,
      method: 'delete',
      id: 'revokeGrant',
      summary: '許可の解除 / Revoke a grant (Grant Management for OAuth 2.0 §6.2)',
      responses: { 204: { description: 'Every token of it is dead' }, ...tokenRefused },
    },
    {
      ...registered,
      method: 'get',
      id: 'readClient',
      summary: '登録の確認 / Read a registration (RFC 7592 §2.1)',
      responses: { 200: json('The registration', oauth.clientRegistration), ...tokenRefused },
    },
    {
      ...registered,
      method: 'put',
      id: 'updateClient',
      summary: '登録の変更 / Change a registration (RFC 7592 §2.2)',
      body: { type: 'application/json', schema: oauth.clientMetadata },
      responses: { 200: json('The registration as it is now', oauth.clientRegistration), ...tokenRefused },
    },
    {
      ...registered,
      method: 'delete',
      id: 'deleteClient',
      summary: '登録の取消 / Delete a registration (RFC 7592 §2.3)',
      responses: { 204: { description: 'Gone, with its grants' }, ...tokenRefused },
    },
    ...metadataPaths.map((path): BankOperation => ({
      method: 'get',
      path,
      id: path.endsWith('openid-configuration') ? 'getOpenidConfiguration' : 'getServerMetadata',
      tag: 'authorization',
      summary: path.endsWith('openid-configuration')
        ? 'メタデータ / Metadata (OpenID Connect Discovery §4)'
        : 'メタデータ / Metadata (RFC 8414 §3)',
      security: [[]],
      responses: {
        200: { description: 'Endpoints and abilities', content: { 'application/json': 'metadata' } },
        ...malformed,
      },
    })),
  ];
}

const dataRefused = (description: string) => json(description, data.dataApiError);
const inquiryRefused = {
  400: dataRefused('A parameter is missing or wrong, or the token came in more than one place'),
  401: dataRefused('No usable access token; see WWW-Authenticate'),
  403: dataRefused('Not granted'),
  404: dataRefused('There is no such resource'),
  405: dataRefused('Not for this customer, or not by this method; see Allow'),
  429: dataRefused('Too many requests; see Retry-After'),
  503: dataRefused('Maintenance or outside service hours; see Retry-After'),
  default: dataRefused('Anything else'),
};

const inquiries: Readonly<
  Record<string, { id: string; summary: string; query?: z.ZodObject; answer: z.ZodType; is: string }>
> = {
  '/accounts': {
    id: 'listAccounts',
    summary: '口座一覧 / Accounts',
    is: 'The accounts',
    answer: data.accountsResponse,
  },
  '/accounts/balances': {
    id: 'getBalances',
    summary: '残高照会 / Balances',
    query: data.balancesQuery,
    is: 'The balances',
    answer: data.balancesResponse,
  },
  '/accounts/transactions': {
    id: 'getTransactions',
    summary: '入出金明細照会 / Transactions',
    query: data.statementQuery,
    is: 'One page, oldest first',
    answer: data.transactionsResponse,
  },
  '/accounts/deposit-transactions': {
    id: 'getDepositTransactions',
    summary: '振込入金明細照会（法人） / Incoming transfers (corporate)',
    query: data.statementQuery,
    is: 'One page, oldest first',
    answer: data.depositTransactionsResponse,
  },
};

/** Each mount in the name of its operations; `/ib/v1` takes everybody's grants and has the plain names. */
const mountNames: Readonly<Record<string, string>> = {
  '/ib/v1': '',
  '/personal/v1': 'OfPerson',
  '/corporation/v1': 'OfCorporation',
  '/ganb/api/personal/v1': 'OfPersonAtGanb',
  '/ganb/api/corporation/v1': 'OfCorporationAtGanb',
};

function dataOperations(): BankOperation[] {
  return Object.keys(dataApiMounts).flatMap((mount) =>
    Object.entries(inquiries).map(([path, { id, summary, query, is, answer }]): BankOperation => ({
      method: 'get',
      path: mount + path,
      id: id + (mountNames[mount] ?? ''),
      tag: 'data',
      summary,
      ...(query && { query }),
      headers: proof,
      security: [['accessToken'], ['xAccessToken']],
      responses: { 200: json(is, answer), ...inquiryRefused },
    })),
  );
}

/** Everything a partner may call on the bank's origin; the screens are for people. */
export function bankOperations(): readonly BankOperation[] {
  return [...authorizationOperations(), ...managementOperations(), ...dataOperations()];
}
