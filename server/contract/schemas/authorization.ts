import { z } from 'zod';
import { grantedAccountInformation } from '../../bank/account-information-schema.ts';
import { grantManagementActions } from '../../bank/grant-management.ts';
import { client, newClient } from '../../control/operations/schemas/client.ts';

/* What the authorization server takes and answers, each member under the name its specification gives it. */

const text = (description: string, example?: string) =>
  z.string().meta({ description, ...(example !== undefined && { examples: [example] }) });
const optional = (description: string, example?: string) => text(description, example).exactOptional();
const seconds = (description: string, example: number) =>
  z.int32().meta({ description, examples: [example] });
const timestamp = (description: string) =>
  z.string().meta({ format: 'date-time', description, examples: ['2027-02-20T13:04:00.000Z'] });

const scope = text('Scopes apart by spaces (RFC 6749 §3.3)', 'account:balance account:transaction');

export const oauthError = z
  .strictObject({
    error: text('RFC 6749 §5.2', 'invalid_grant'),
    error_description: optional('What was wrong, and the way out', 'The code has expired.'),
  })
  .meta({ id: 'OAuthError' });

export const tokenResponse = z
  .strictObject({
    access_token: text('RFC 6749 §5.1', 'at_Zk3u…'),
    token_type: z.enum(['Bearer', 'DPoP']),
    expires_in: seconds('Seconds the access token is good for', 3600),
    refresh_token: optional('One for each grant that may be refreshed', 'rt_9Qw1…'),
    scope: z.string().meta({
      description: 'What was granted; empty where authorization_details alone were (RFC 9396 §7)',
      examples: ['account:balance account:transaction'],
    }),
    authorization_details: z
      .array(grantedAccountInformation)
      .exactOptional()
      .meta({ description: 'What was allowed account by account (RFC 9396 §7)' }),
    id_token: optional('With the scope openid (OpenID Connect Core §3.1.3.3)'),
    grant_id: optional('Grant Management for OAuth 2.0 §5; not with client_credentials', 'gr_01JABC'),
    authorization_expires_in: seconds('Seconds until the grant itself ends', 7_776_000).exactOptional(),
    grant_expires_at: timestamp('When the grant itself ends').exactOptional(),
  })
  .meta({ id: 'TokenResponse' });

export const pushedRequestResponse = z
  .strictObject({
    request_uri: text(
      'Good once (RFC 9126 §2.2)',
      'urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c',
    ),
    expires_in: seconds('Seconds it is good for', 60),
  })
  .meta({ id: 'PushedAuthorizationResponse' });

export const introspectionResponse = z
  .looseObject({
    active: z
      .boolean()
      .meta({ description: 'false: nothing else is told (RFC 7662 §2.2)', examples: [true] }),
    scope: scope.exactOptional(),
    client_id: optional('Whose it is', 'demo-kakeibo'),
    token_type: z.enum(['Bearer', 'DPoP']).exactOptional(),
    exp: z
      .int32()
      .exactOptional()
      .meta({ description: 'Seconds since 1970', examples: [1_803_000_000] }),
    iat: z
      .int32()
      .exactOptional()
      .meta({ description: 'Seconds since 1970', examples: [1_802_996_400] }),
    sub: optional('Who consented, as this client knows him', 'cust_01JABC'),
    iss: optional('The issuer', 'http://127.0.0.1:4780'),
    jti: optional('Of the token'),
    grant_id: optional('Of the grant', 'gr_01JABC'),
  })
  .meta({ id: 'IntrospectionResponse' });

export const userinfo = z
  .looseObject({
    sub: text('Who consented, as this client knows him', 'cust_01JABC'),
    name: text('As the bank writes it', 'サンプル　太郎'),
    'name#ja-Kana-JP': text('The same in kana (OpenID Connect Core §5.2)', 'ｻﾝﾌﾟﾙ ﾀﾛｳ'),
  })
  .meta({ id: 'Userinfo' });

/** An answer that says nothing but its status. */
export const nothing = z.strictObject({}).meta({ id: 'Nothing', examples: [{}] });

export const grantInformation = z
  .looseObject({
    scopes: z.array(z.looseObject({ scope })),
    authorization_details: z.array(grantedAccountInformation).exactOptional(),
    claims: z.array(z.string()).meta({ examples: [[]] }),
    client_id: text('Whose it is', 'demo-kakeibo'),
    created_at: timestamp('When the customer allowed it'),
    last_updated_at: timestamp('When it was changed last'),
    expires_at: timestamp('When it ends'),
    status: z.enum(['active', 'expired', 'revoked', 'superseded']),
  })
  .meta({ id: 'GrantInformation', description: 'Grant Management for OAuth 2.0 §6.1' });

export const clientMetadata = z
  .looseObject({ ...newClient.shape })
  .meta({ id: 'ClientMetadata', description: 'RFC 7591 §2; members the bank does not know are ignored' });

export const clientRegistration = z
  .looseObject({
    ...client.shape,
    registration_access_token: text('For RFC 7592', 'reg_…'),
    registration_client_uri: text(
      'Where RFC 7592 is spoken',
      'http://127.0.0.1:4780/oauth2/register/cl_01JABC',
    ),
  })
  .meta({ id: 'ClientRegistration', description: 'RFC 7591 §3.2.1, RFC 7592 §3' });

const jwk = z
  .looseObject({
    kty: text('RFC 7517 §4.1', 'EC'),
    kid: text('RFC 7517 §4.5', 'es256-1'),
    use: z.enum(['sig', 'enc']),
    alg: optional('RFC 7517 §4.4', 'ES256'),
    crv: optional('RFC 7518 §6.2.1.1', 'P-256'),
    x: optional('RFC 7518 §6.2.1.2'),
    y: optional('RFC 7518 §6.2.1.3'),
    n: optional('RFC 7518 §6.3.1.1'),
    e: optional('RFC 7518 §6.3.1.2'),
  })
  .meta({ id: 'PublicKey' });
export const jwkSet = z.strictObject({ keys: z.array(jwk) }).meta({ id: 'JwkSet' });

/** What a client may say who it is with besides HTTP Basic and a certificate (RFC 6749 §2.3.1, RFC 7521 §4.2). */
const clientCredentials = {
  client_id: optional('Who asks, where neither HTTP Basic nor the assertion says it', 'demo-kakeibo'),
  client_secret: optional('client_secret_post'),
  client_assertion: optional('client_secret_jwt, private_key_jwt (RFC 7523 §2.2)'),
  client_assertion_type: z
    .enum(['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'])
    .exactOptional()
    .meta({ description: 'With client_assertion' }),
};

const resource = z.array(z.string()).exactOptional().meta({ description: 'May be repeated (RFC 8707 §2)' });
const detailsText = optional('JSON text of an array (RFC 9396 §2)');

export const tokenRequest = z
  .looseObject({
    grant_type: z.enum(['authorization_code', 'refresh_token', 'client_credentials']),
    ...clientCredentials,
    code: optional('authorization_code'),
    redirect_uri: optional('authorization_code: as in the authorization request'),
    code_verifier: optional('authorization_code: RFC 7636 §4.5'),
    refresh_token: optional('refresh_token'),
    scope: scope.exactOptional(),
    authorization_details: detailsText,
    resource,
  })
  .meta({ id: 'TokenRequest' });

/** What of the authorization request is sent to either endpoint. */
const authorizationRequestMembers = {
  response_type: z.enum(['code']).exactOptional(),
  redirect_uri: optional('One that is registered', 'http://127.0.0.1:4782/callback'),
  scope: scope.exactOptional(),
  state: optional('RFC 6749 §4.1.1'),
  nonce: optional('OpenID Connect Core §3.1.2.1'),
  code_challenge: optional('RFC 7636 §4.3'),
  code_challenge_method: z.enum(['S256']).exactOptional(),
  response_mode: z
    .enum(['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt'])
    .exactOptional()
    .meta({ description: 'OAuth 2.0 Multiple Response Types §2.1, Form Post, JARM §2.3' }),
  prompt: optional('none, login, consent, select_account, apart by spaces'),
  max_age: optional('Seconds since the last login'),
  login_hint: optional('The login ID to begin with'),
  id_token_hint: optional('An ID token of the customer who is expected'),
  acr_values: optional('password, certificate, password+certificate'),
  ui_locales: optional('ja, en'),
  claims: optional('JSON text (OpenID Connect Core §5.5)'),
  request: optional('A signed request object (RFC 9101)'),
  authorization_details: detailsText,
  resource,
  grant_id: optional('Grant Management for OAuth 2.0 §5'),
  grant_management_action: z.enum(grantManagementActions).exactOptional(),
  dpop_jkt: optional('RFC 9449 §10'),
};

export const pushedRequest = z
  .looseObject({ ...clientCredentials, ...authorizationRequestMembers })
  .meta({ id: 'PushedAuthorizationRequest', description: 'RFC 9126 §2.1' });

export const authorizationRequest = z
  .looseObject({
    client_id: text('RFC 6749 §4.1.1', 'demo-kakeibo'),
    ...authorizationRequestMembers,
    request_uri: optional('What a pushed request was answered with (RFC 9126 §4)'),
    ui: optional(
      'Of the sandbox: the screens of one kind, whatever the device: personal, smartphone, corporate',
    ),
  })
  .meta({ id: 'AuthorizationRequest' });

export const logoutRequest = z
  .looseObject({
    id_token_hint: optional('Whose login is to end'),
    client_id: optional('Who asks'),
    post_logout_redirect_uri: optional('One that is registered'),
    state: optional('Comes back with the redirect'),
    ui_locales: optional('ja, en'),
  })
  .meta({ id: 'LogoutRequest', description: 'OpenID Connect RP-Initiated Logout §2' });

export const tokenReference = z
  .looseObject({
    token: text('The token it is about'),
    token_type_hint: z.enum(['access_token', 'refresh_token']).exactOptional(),
    ...clientCredentials,
  })
  .meta({ id: 'TokenReference', description: 'RFC 7009 §2.1, RFC 7662 §2.1' });

export const accessTokenForm = z
  .looseObject({ access_token: optional('RFC 6750 §2.2') })
  .meta({ id: 'AccessTokenForm' });
