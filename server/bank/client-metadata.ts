import type { Bilingual } from './catalogue/index.ts';
import { clientAddressFault, readAddresses } from './client-addresses.ts';
import { isDistinguishedName } from './distinguished-name.ts';
import type { InputFault } from './invalid-input.ts';
import { profiles } from './profiles.ts';
import { parseScopes } from './scopes.ts';
import { scopeNames, type Client, type ClientAuthenticationMethod } from './model.ts';

/**
 * Whether the members of a registration agree with each other and with its `sandbox_profile`
 * (RFC 7591 §2, OpenID Connect Registration §2). Types and lengths are the schemas' business.
 */
export function clientMetadataFaults(client: Client): InputFault[] {
  const faults: InputFault[] = [];
  const fault = (path: string, ja: string, en: string) => {
    faults.push({ path, message: { ja, en } satisfies Bilingual });
  };
  const method = client.token_endpoint_auth_method;
  const usesCode = client.grant_types.includes('authorization_code');

  if (usesCode !== client.response_types.includes('code')) {
    fault(
      'response_types',
      'grant_types の authorization_code と response_types の code は対です。両方書くか両方外してください（RFC 7591 §2.1）。',
      'authorization_code in grant_types and code in response_types belong together; give both or neither (RFC 7591 section 2.1).',
    );
  }
  if (usesCode && client.redirect_uris.length === 0) {
    fault(
      'redirect_uris',
      '認可コードを受け取るには、redirect_uri が一つ以上必要です（RFC 7591 §2）。',
      'At least one redirect URI is needed to receive an authorization code (RFC 7591 section 2).',
    );
  }
  if (client.grant_types.includes('refresh_token') && !usesCode) {
    fault(
      'grant_types',
      'refresh_token は authorization_code と一緒に登録してください。',
      'refresh_token goes with authorization_code; register both.',
    );
  }
  if (method === 'none' && client.grant_types.includes('client_credentials')) {
    fault(
      'grant_types',
      '認証のないクライアントに client_credentials は使えません（RFC 6749 §4.4）。',
      'client_credentials needs a client that authenticates (RFC 6749 section 4.4).',
    );
  }
  faults.push(...secretFaults(client));
  scopeFaults(client, fault);
  keyFaults(client, fault);
  faults.push(...addressFaults(client));
  algorithmFaults(client, fault);
  encryptionFaults(client, fault);
  faults.push(...profileFaults(client));
  client.sandbox_allowed_origins.forEach((origin, index) => {
    if (isWebOrigin(origin)) return;
    fault(
      `sandbox_allowed_origins[${index}]`,
      `「${origin}」はオリジンではありません。https://app.example のように、パスや末尾の / を付けずに書いてください（RFC 6454 §6.2）。`,
      `${origin} is not an origin; write it as https://app.example, without path or trailing slash (RFC 6454 section 6.2).`,
    );
  });
  return faults;
}

type Fault = (path: string, ja: string, en: string) => void;

export function needsSecret(method: ClientAuthenticationMethod): boolean {
  return method.startsWith('client_secret_');
}

/** A secret exactly where the client authenticates with one; without it no request ever could. */
export function secretFaults(client: Client): InputFault[] {
  const { token_endpoint_auth_method: method, client_secret: secret } = client;
  if (needsSecret(method) === (secret !== undefined)) return [];
  const message = needsSecret(method)
    ? { ja: `${method} には client_secret が必要です。`, en: `${method} needs a client_secret.` }
    : {
        ja: `${method} では client_secret を使いません。省いてください。`,
        en: `${method} has no use for a client_secret; leave it out.`,
      };
  return [{ path: 'client_secret', message }];
}

function scopeFaults(client: Client, fault: Fault): void {
  const unknown = client.scope.split(' ').filter((name) => parseScopes(name).length === 0);
  if (unknown.length > 0) {
    fault(
      'scope',
      `知らない scope です: ${unknown.join(' ')}。${scopeNames.join(' ')} から選び、空白一つで区切ってください。`,
      `Unknown: ${unknown.join(' ')}. Choose from ${scopeNames.join(' ')}, separated by one space.`,
    );
  }
  if (client.token_endpoint_auth_method === 'none' && /\bgrant_management_/.test(client.scope)) {
    fault(
      'scope',
      'grant_management_… は認証するクライアントだけが使えます（Grant Management §5）。',
      'grant_management scopes are for clients that authenticate (Grant Management section 5).',
    );
  }
}

function keyFaults(client: Client, fault: Fault): void {
  const method = client.token_endpoint_auth_method;
  const keys = client.jwks?.keys ?? [];
  if (client.jwks !== undefined && client.jwks_uri !== undefined) {
    fault(
      'jwks_uri',
      'jwks と jwks_uri はどちらか一つだけです。片方を外してください（RFC 7591 §2）。',
      'jwks and jwks_uri exclude each other; leave one of them out (RFC 7591 section 2).',
    );
  }
  const byAddress = client.jwks_uri !== undefined;
  const isProvenByKey = method === 'private_key_jwt' || method === 'self_signed_tls_client_auth';
  if (isProvenByKey && !byAddress && keys.length === 0) {
    fault(
      'jwks',
      `${method} には公開鍵（jwks か jwks_uri）が必要です（RFC 7591 §2）。`,
      `${method} needs the public keys of the client in jwks or at jwks_uri (RFC 7591 section 2).`,
    );
  }
  const namesCertificate = byAddress || keys.some((key) => 'x5c' in key || 'x5t#S256' in key);
  if (method === 'self_signed_tls_client_auth' && !namesCertificate) {
    fault(
      'jwks',
      'self_signed_tls_client_auth では、鍵の x5c に証明書を登録してください（RFC 8705 §2.2）。',
      'self_signed_tls_client_auth needs the certificate as x5c of a key (RFC 8705 section 2.2).',
    );
  }
  certificateNameFaults(client, fault);
  keys.forEach((key, index) => {
    if (!('d' in key) && !('k' in key)) return;
    fault(
      `jwks.keys[${index}]`,
      '秘密鍵が入っています。公開鍵だけを登録してください（RFC 7517 §9.2）。',
      'It holds a private key; register the public members only (RFC 7517 section 9.2).',
    );
  });
}

/** Addresses that the bank would not read, or not for this client. */
function addressFaults(client: Client): InputFault[] {
  return readAddresses.flatMap((path) => {
    const address = client[path];
    const message = address === undefined ? undefined : clientAddressFault(address, client);
    return message ? [{ path, message }] : [];
  });
}

const CERTIFICATE_NAMES = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

/** RFC 8705 §2.1.2: a client of `tls_client_auth` registers exactly one of the five. */
function certificateNameFaults(client: Client, fault: Fault): void {
  const given = CERTIFICATE_NAMES.filter((name) => client[name] !== undefined);
  if (client.token_endpoint_auth_method === 'tls_client_auth' && given.length !== 1) {
    fault(
      given[1] ?? CERTIFICATE_NAMES[0],
      `tls_client_auth には、${CERTIFICATE_NAMES.join('、')} のうち一つだけが必要です（RFC 8705 §2.1.2）。`,
      `tls_client_auth needs exactly one of ${CERTIFICATE_NAMES.join(', ')} (RFC 8705 section 2.1.2).`,
    );
  }
  const dn = client.tls_client_auth_subject_dn;
  if (dn !== undefined && !isDistinguishedName(dn)) {
    fault(
      'tls_client_auth_subject_dn',
      'CN=partner,O=Example のような識別名を書いてください（RFC 4514）。',
      'Write a distinguished name such as CN=partner,O=Example (RFC 4514).',
    );
  }
}

function algorithmFaults(client: Client, fault: Fault): void {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: assertion } = client;
  const byMethod: Partial<Record<ClientAuthenticationMethod, boolean>> = {
    client_secret_jwt: true,
    private_key_jwt: false,
  };
  if (
    assertion !== undefined &&
    (byMethod[method] ?? assertion.startsWith('HS')) !== assertion.startsWith('HS')
  ) {
    fault(
      'token_endpoint_auth_signing_alg',
      `${method} のアサーションは ${assertion} では署名できません。client_secret_jwt は HS256、private_key_jwt は公開鍵の方式です。`,
      `Assertions of ${method} are not signed with ${assertion}; client_secret_jwt goes with HS256, private_key_jwt with a key pair.`,
    );
  }
  const algorithm = client.id_token_signed_response_alg;
  if (algorithm === 'HS256' && client.client_secret === undefined) {
    fault(
      'id_token_signed_response_alg',
      'HS256 には client_secret が必要です。RS256 か ES256 にしてください（OpenID Connect Core §10.1）。',
      'HS256 needs a client_secret; use RS256 or ES256 (OpenID Connect Core section 10.1).',
    );
  }
}

/** OpenID Connect Registration §2: an `enc` says nothing without its `alg`. */
function encryptionFaults(client: Client, fault: Fault): void {
  if (client.request_object_encryption_enc === undefined) return;
  if (client.request_object_encryption_alg !== undefined) return;
  fault(
    'request_object_encryption_alg',
    'request_object_encryption_enc には request_object_encryption_alg も必要です（OpenID Connect Registration §2）。',
    'request_object_encryption_enc needs request_object_encryption_alg beside it (OpenID Connect Registration section 2).',
  );
}

/** What a client signs with, and what it wants signed: everything FAPI limits. */
const SIGNATURE_MEMBERS = [
  'token_endpoint_auth_signing_alg',
  'request_object_signing_alg',
  'authorization_signed_response_alg',
  'userinfo_signed_response_alg',
  'introspection_signed_response_alg',
] as const;

type ProfiledMember =
  'token_endpoint_auth_method' | 'id_token_signed_response_alg' | (typeof SIGNATURE_MEMBERS)[number];

/** Where a registration contradicts its own profile; what the profile takes is the way out. */
export function profileFaults(client: Client): InputFault[] {
  const profile = client.sandbox_profile;
  const { clientAuthentication, idTokenAlgorithms, messageAlgorithms } = profiles[profile];
  const limits: [ProfiledMember, readonly string[]][] = [
    ['token_endpoint_auth_method', clientAuthentication],
    ['id_token_signed_response_alg', idTokenAlgorithms],
    // FAPI 1.0 Part 2 §8.6, FAPI 2.0 §5.4.1; elsewhere an HMAC will do, too.
    ...(profile.startsWith('fapi') ? SIGNATURE_MEMBERS : []).map(
      (member): [ProfiledMember, readonly string[]] => [member, messageAlgorithms],
    ),
  ];
  return limits.flatMap(([path, allowed]) => {
    const value = client[path];
    if (value === undefined || allowed.includes(value)) return [];
    return [
      {
        path,
        message: {
          ja: `${profile} で使えるのは ${allowed.join('、')} です。`,
          en: `The profile ${profile} takes ${allowed.join(', ')}.`,
        },
      },
    ];
  });
}

function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && origin === text;
}
