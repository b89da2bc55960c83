import { endpointPaths, metadataPaths } from '../authorization/endpoint-paths.ts';
import type { SandboxContext } from '../context.ts';

/** Every data API mount; the wire format is the same under each (wire format: mounts). */
const dataApiMounts = [
  '/ib/v1',
  '/personal/v1',
  '/corporation/v1',
  '/ganb/api/personal/v1',
  '/ganb/api/corporation/v1',
];

const text = { type: 'string' } as const;

function fields(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, text]));
}

function listAnswer(description: string, member: string, item: Record<string, unknown>, around: object) {
  return {
    200: {
      description,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            properties: {
              ...around,
              [member]: { type: 'array', items: { type: 'object', properties: item } },
            },
          },
        },
      },
    },
    ...refused,
  };
}

function refusedAnswer(description: string, schema: string) {
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
  };
}

const refused = {
  400: refusedAnswer(
    'A parameter is missing or wrong, or the token came in more than one place',
    'DataApiError',
  ),
  401: refusedAnswer('No usable access token; see WWW-Authenticate', 'DataApiError'),
  403: refusedAnswer('Not granted', 'DataApiError'),
  429: refusedAnswer('Too many requests; see Retry-After', 'DataApiError'),
  503: refusedAnswer('Maintenance or outside service hours; see Retry-After', 'DataApiError'),
};

const accountFields = fields(
  ...['accountId', 'branchCode', 'branchName', 'accountTypeCode', 'accountTypeName', 'accountNumber'],
  ...['primaryAccountCode', 'primaryAccountCodeName', 'accountName', 'accountNameKana'],
  ...['currencyCode', 'currencyName', 'transferLimitAmount'],
);
const balanceFields = fields(
  ...['accountId', 'accountTypeCode', 'accountTypeName', 'balance', 'baseDate', 'baseTime'],
  ...['withdrawableAmount', 'previousDayBalance', 'previousMonthBalance', 'currencyCode', 'currencyName'],
  ...['fcyTotalBalance', 'ttb', 'baseRateDate', 'baseRateTime', 'yenEquivalent'],
);
const movementFields = fields('transactionDate', 'valueDate', 'transactionType', 'amount', 'remarks');
const transactionFields = { ...movementFields, ...fields('balance', 'itemKey') };
const paymentArrivalFields = {
  ...movementFields,
  ...fields('applicantName', 'paymentBankName', 'paymentBranchName', 'ediInfo', 'itemKey'),
};
const nextItemKey = { type: 'string', pattern: '^[0-9]{1,24}$' };
const pageFields = {
  ...fields('accountId', 'dateFrom', 'dateTo', 'baseDate', 'baseTime'),
  hasNext: { type: 'boolean' },
  nextItemKey,
  ...fields('count'),
};
const statementFields = { ...pageFields, ...fields('currencyCode', 'currencyName') };

const query = (name: string, description: string, required = false) => ({
  name,
  in: 'query',
  required,
  description,
  schema: text,
});

const statementQuery = [
  query('accountId', 'An account of the grant', true),
  query('dateFrom', 'YYYY-MM-DD, JST; without both dates: today. Empty: as if left out'),
  query('dateTo', 'YYYY-MM-DD, JST. Empty: as if left out'),
  query('nextItemKey', 'From the page before; everything else as in that request. Empty: the first page'),
];

function dataApiPaths() {
  const operations = {
    '/accounts': {
      summary: '口座一覧 / Accounts',
      responses: listAnswer('The accounts', 'accounts', accountFields, fields('baseDate', 'baseTime')),
    },
    '/accounts/balances': {
      summary: '残高照会 / Balances',
      parameters: [query('accountId', 'One account; all of them when left out or empty')],
      responses: listAnswer('The balances', 'balances', balanceFields, {}),
    },
    '/accounts/transactions': {
      summary: '入出金明細照会 / Transactions',
      parameters: statementQuery,
      responses: listAnswer('One page, ascending', 'transactions', transactionFields, statementFields),
    },
    '/accounts/deposit-transactions': {
      summary: '振込入金明細照会（法人） / Incoming transfers (corporate)',
      parameters: statementQuery,
      responses: listAnswer('One page, ascending', 'paymentArrivals', paymentArrivalFields, pageFields),
    },
  };
  return Object.fromEntries(
    dataApiMounts.flatMap((mount) =>
      Object.entries(operations).map(([path, operation]) => [
        mount + path,
        {
          get: {
            tags: ['data'],
            operationId: `${mount.slice(1)}${path}`.replaceAll(/[^a-zA-Z0-9]+/g, '_'),
            security: [{ accessToken: [] }, { xAccessToken: [] }],
            ...operation,
          },
        },
      ]),
    ),
  );
}

function form(properties: Record<string, unknown>, required: string[]) {
  return {
    required: true,
    content: { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties, required } } },
  };
}

const oauthRefused = {
  400: refusedAnswer('Refused (RFC 6749 §5.2)', 'OAuthError'),
  401: refusedAnswer('The client is not authenticated', 'OAuthError'),
};

function oauthOperations(): Record<keyof typeof endpointPaths, Record<string, Record<string, unknown>>> {
  return {
    authorization: {
      get: {
        summary: '認可 / Authorization endpoint (RFC 6749 §3.1)',
        parameters: ['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce']
          .concat('code_challenge', 'code_challenge_method', 'response_mode', 'prompt', 'login_hint')
          .concat('authorization_details')
          .map((name) => query(name, 'As in the specification', name === 'client_id')),
        responses: {
          303: { description: 'To the login page, or back to the client with an error' },
          400: { description: 'A page: the client or its redirect URI is not known' },
        },
      },
    },
    endSession: {
      get: {
        summary: 'ログアウト / End session endpoint (OpenID Connect RP-Initiated Logout §2)',
        parameters: ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales'].map(
          (name) => query(name, 'As in the specification'),
        ),
        responses: {
          303: { description: 'Back to the client, or to a page of the bank' },
          400: { description: 'A page: the hint or the address is not good' },
        },
      },
    },
    token: {
      post: {
        summary: 'トークン / Token endpoint (RFC 6749 §3.2)',
        requestBody: form(
          fields(
            'grant_type',
            'code',
            'redirect_uri',
            'code_verifier',
            'refresh_token',
            'scope',
            'authorization_details',
            'client_id',
          ),
          ['grant_type'],
        ),
        responses: {
          200: {
            description: 'Tokens',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/TokenResponse' } } },
          },
          ...oauthRefused,
        },
      },
    },
    pushedRequest: {
      post: {
        summary: '認可要求の預け入れ / Pushed authorization requests (RFC 9126)',
        requestBody: form(
          fields('response_type', 'client_id', 'redirect_uri', 'scope', 'authorization_details', 'state'),
          [],
        ),
        responses: { 201: { description: 'request_uri and expires_in' }, ...oauthRefused },
      },
    },
    revocation: {
      post: {
        summary: '失効 / Revocation (RFC 7009)',
        requestBody: form(fields('token', 'token_type_hint', 'client_id'), ['token']),
        responses: { 200: { description: 'Revoked, or never known' }, ...oauthRefused },
      },
    },
    introspection: {
      post: {
        summary: 'トークンの確認 / Introspection (RFC 7662)',
        requestBody: form(fields('token', 'token_type_hint', 'client_id'), ['token']),
        responses: { 200: { description: 'active, and what the token is' }, ...oauthRefused },
      },
    },
    userinfo: {
      get: {
        summary: '利用者情報 / Userinfo (OpenID Connect Core §5.3)',
        security: [{ accessToken: [] }],
        responses: { 200: { description: 'sub and name' } },
      },
    },
    grants: {},
    registration: {
      post: {
        summary: 'クライアント登録 / Dynamic client registration (RFC 7591)',
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        description:
          'Members the bank does not know are left out of the answer and named in the request log (RFC 7591 §2); among them names in other languages than #ja and #en (§2.2).',
        responses: { 201: { description: 'The registration, with its token' }, ...oauthRefused },
      },
    },
    jwks: {
      get: { summary: '公開鍵 / Keys (RFC 7517)', responses: { 200: { description: 'A JWK Set' } } },
    },
  };
}

/** Grant Management for OAuth 2.0 §6. */
function grantManagementPath(): Record<string, unknown> {
  const parameters = [{ name: 'grant_id', in: 'path', required: true, schema: text }];
  const around = { tags: ['authorization'], parameters, security: [{ accessToken: [] }] };
  return {
    get: {
      ...around,
      operationId: 'grant_query',
      summary: '許可の確認 / Query a grant',
      responses: { 200: { description: 'scopes, authorization_details, created_at, expires_at' } },
    },
    delete: {
      ...around,
      operationId: 'grant_revoke',
      summary: '許可の解除 / Revoke a grant',
      responses: { 204: { description: 'Every token of it is dead' } },
    },
  };
}

/** The OpenAPI 3.1 description of the bank's origin: what a partner may call, not the screens. */
export function bankOpenApi(
  context: SandboxContext,
  issuer = context.addresses.issuer,
): Record<string, unknown> {
  const operations = oauthOperations();
  const paths: Record<string, unknown> = {};
  for (const endpoint of Object.keys(endpointPaths) as (keyof typeof endpointPaths)[]) {
    if (endpoint === 'grants') continue;
    for (const path of endpointPaths[endpoint]) {
      paths[path] = Object.fromEntries(
        Object.entries(operations[endpoint]).map(([method, operation]) => [
          method,
          {
            tags: ['authorization'],
            operationId: `${endpoint}_${method}${path.replaceAll(/[^a-zA-Z0-9]+/g, '_')}`,
            ...operation,
          },
        ]),
      );
    }
  }
  for (const path of metadataPaths) {
    paths[path] = {
      get: {
        tags: ['authorization'],
        operationId: `metadata_${path.split('/').at(-1) ?? ''}`,
        summary: 'メタデータ / Metadata (RFC 8414)',
        responses: { 200: { description: 'Endpoints and abilities' } },
      },
    };
  }
  paths[`${endpointPaths.grants[0]}/{grant_id}`] = grantManagementPath();
  return {
    openapi: '3.1.0',
    info: {
      title: 'IB Link Sandbox: bank',
      version: context.version,
      description:
        'A sandbox, not a real bank. Wire format in the style of GMO Aozora Net Bank’s published API; no compatibility with any bank is claimed.',
    },
    servers: [{ url: issuer }],
    paths: { ...paths, ...dataApiPaths() },
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer' },
        xAccessToken: { type: 'apiKey', in: 'header', name: 'x-access-token' },
      },
      schemas: {
        OAuthError: {
          type: 'object',
          properties: fields('error', 'error_description'),
          required: ['error'],
        },
        DataApiError: {
          type: 'object',
          properties: fields('errorCode', 'errorMessage'),
          required: ['errorCode', 'errorMessage'],
        },
        TokenResponse: {
          type: 'object',
          properties: {
            ...fields('access_token', 'token_type', 'refresh_token', 'id_token', 'grant_id'),
            scope: {
              type: 'string',
              description: 'What was granted; empty where authorization_details alone were (RFC 9396 §7)',
            },
            authorization_details: {
              type: 'array',
              items: { type: 'object' },
              description: 'What was allowed account by account (RFC 9396 §7)',
            },
            expires_in: { type: 'integer' },
            authorization_expires_in: { type: 'integer' },
            grant_expires_at: { type: 'string', format: 'date-time' },
          },
          required: ['access_token', 'token_type', 'expires_in', 'scope', 'grant_id', 'grant_expires_at'],
        },
      },
    },
  };
}
