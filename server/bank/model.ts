import type { AccountInformation, GrantedAccountInformation } from './account-information-schema.ts';
import type { BankDate, Instant } from './time.ts';

/** 個人IB or 法人WEB-FB. */
export type CustomerKind = 'personal' | 'corporate';

/** A 契約者: somebody with an internet-banking contract. `id` never changes; `loginId` may. */
export interface Customer {
  id: string;
  kind: CustomerKind;
  /** 契約者ID or お客様ID. Case-sensitive (seed: 注意事項). */
  loginId: string;
  name: string;
  nameKana: string;
  /** Which proof of identity the contract asks for. */
  login: 'password' | 'certificate' | 'both';
  status: 'active' | 'locked' | 'stopped';
  /**
   * A mock password, kept readable because a scenario export must be able to re-create the customer.
   * Leaves through no other door but that of the practice passwords a scenario wrote down: not the log.
   */
  password?: string;
  /** Wrong passwords since the last right one. */
  failedLogins: number;
  lockedAt?: Instant;
  /** False for a corporate 利用者 without 照会権限: may log in, may not consent. */
  mayInquire: boolean;
  /**
   * 利用者 of a corporate contract: inquires about the accounts of the contract of the 管理者, either
   * all of them or those listed.
   */
  userOf?: { customerId: string; accountIds?: string[] };
  /** What goes wrong for this customer, and for nobody else, once linked. See {@link drillNames}. */
  drill?: DrillName;
  /** 電子証明書 issued for this contract. */
  certificates?: CustomerCertificate[];
  /** What this customer is in the scenario to show, for trainers. */
  note?: { ja: string; en: string };
}

/**
 * Failures that partners complain about, each bound to the customer who rehearses it, so that a
 * login alone decides what happens: on the screens, through `/consents` and with automatic consent.
 */
export const drillNames = [
  'grant_expires_soon',
  'other_consent_ends_grant',
  'password_change_ends_grant',
  'refresh_answer_lost',
  'token_endpoint_down',
  'grant_lost_on_refresh',
  'signing_key_changed',
  'outside_service_hours',
  'maintenance',
  'rate_limited',
  'third_page_slow',
  'third_page_truncated',
  'balance_changes_between_pages',
  'account_vanishes',
  'item_keys_change_on_relink',
  'history_gap',
] as const;
export type DrillName = (typeof drillNames)[number];

/** A client certificate of a customer: valid one year, one per ID and PC. */
export interface CustomerCertificate {
  /** Hexadecimal, unique within the bank. */
  serialNumber: string;
  subject: string;
  notBefore: Instant;
  /** Over when the clock shows this very instant. */
  notAfter: Instant;
  revokedAt?: Instant;
}

/** A client certificate the sandbox's CA issued to a partner (RFC 8705). */
export interface ClientCertificate {
  /** Upper-case hexadecimal, unique within the bank. */
  serialNumber: string;
  clientId: string;
  subject: string;
  notBefore: Instant;
  /** Over when the clock shows this very instant. */
  notAfter: Instant;
  /** `x5t#S256`, by which tokens are bound to it (RFC 8705 §3.1). */
  thumbprint: string;
  revokedAt?: Instant;
}

/** 口座種別. Codes 01, 02, 11, 51 are in GMO Aozora's published list; the others are ours. */
export type AccountTypeCode = '01' | '02' | '11' | '21' | '22' | '23' | '31' | '51' | '71';

export interface Account {
  /** Branch 3 + type 2 + number 7. The same across grants, or partners book everything twice. */
  accountId: string;
  customerId: string;
  branchCode: string;
  accountTypeCode: AccountTypeCode;
  accountNumber: string;
  accountName: string;
  accountNameKana: string;
  currencyCode: string;
  /** 代表口座 (primary) or 追加. */
  primary: boolean;
  /** Maturity of a time deposit. */
  maturityDate?: BankDate;
  /** How far the account may be overdrawn, in the currency's minor unit, decimal. 総合口座, カードローン. */
  overdraftLimit?: string;
  /** 振込限度額 in yen, decimal. */
  transferLimitAmount?: string;
  /** Yen the bank pays for one unit of the currency (対顧客電信買相場), decimal. For `51`. */
  ttb?: string;
  /** Balance before the first row of the ledger, in the minor unit, decimal. */
  openingBalance: string;
}

/** One row of a statement as it is stored; its running balance follows from the rows before it. */
export interface LedgerRow {
  /** Ascending, opaque to clients, 1–24 characters, never reused. */
  itemKey: string;
  transactionDate: BankDate;
  /** 起算日, where it differs from the 取引日. */
  valueDate?: BankDate;
  /** `1` 入金, `2` 出金. */
  transactionType: '1' | '2';
  /** In the currency's minor unit (yen for JPY); not negative. */
  amount: bigint;
  /** 摘要, 1–255 characters. */
  remarks?: string;
  /** Incoming transfers only: 振込依頼人 and where it came from. */
  transfer?: {
    applicantName: string;
    paymentBankName: string;
    paymentBranchName: string;
    ediInfo?: string;
  };
}

export const scopeNames = [
  'account:balance',
  'account:transaction',
  'openid',
  'offline_access',
  'grant_management_query',
  'grant_management_revoke',
] as const;
export type Scope = (typeof scopeNames)[number];

/** The two permissions the customer ticks: 残高照会 and 入出金明細照会 (seed: アクセス許可). */
export const permissionScopes = ['account:balance', 'account:transaction'] as const;
export type PermissionScope = (typeof permissionScopes)[number];

/** The one type of `authorization_details` this bank knows (RFC 9396 §2). */
export const ACCOUNT_INFORMATION = 'account_information';

/** What it may allow: the two permissions, account by account. */
export const accountActions = ['read_balances', 'read_transactions'] as const;
export type AccountAction = (typeof accountActions)[number];

export const securityProfiles = [
  'compat',
  'oauth21',
  'fapi1-advanced',
  'fapi2-security',
  'fapi2-message-signing',
] as const;
export type SecurityProfile = (typeof securityProfiles)[number];

export const clientAuthenticationMethods = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[number];

/** What customers know a client by, in one language: a member's name with its tag (RFC 7591 §2.2). */
export type LocalizedNames = {
  [Name in `${'client_name' | 'sandbox_service' | 'sandbox_company'}#${'ja' | 'en'}`]?: string;
};

/** A 外部企業's registered application. Members carry their RFC 7591 names; ours start with `sandbox_`. */
export interface Client extends LocalizedNames {
  client_id: string;
  /** Readable because HS256 ID tokens and client_secret_jwt need the value itself (OIDC Core §10.1). */
  client_secret?: string;
  client_id_issued_at: Instant;
  client_name: string;
  client_uri?: string;
  redirect_uris: string[];
  /** Where a browser may be sent after a logout (OpenID Connect RP-Initiated Logout §3.1). */
  post_logout_redirect_uris?: string[];
  token_endpoint_auth_method: ClientAuthenticationMethod;
  /** Pins the algorithm of client assertions (RFC 7591, OpenID Connect Registration §2). */
  token_endpoint_auth_signing_alg?: string;
  grant_types: string[];
  response_types: string[];
  scope: string;
  /** The `authorization_details` types it uses (RFC 9396 §10); left out: any. */
  authorization_details_types?: string[];
  application_type: 'web' | 'native';
  id_token_signed_response_alg: string;
  jwks?: { keys: Record<string, unknown>[] };
  /** Where its public keys are read when one is needed, in the place of `jwks` (RFC 7591 §2). */
  jwks_uri?: string;
  /** Where all redirect URIs of its sector are listed (OpenID Connect Registration §5). */
  sector_identifier_uri?: string;
  /** What is read at these addresses may come from a server with any certificate, such as one it made itself. */
  sandbox_trusts_any_certificate?: boolean;
  contacts?: string[];
  /** Authorization requests have to be pushed (RFC 9126 §6). */
  require_pushed_authorization_requests?: boolean;
  /** `pairwise`: another `sub` for each sector (OpenID Connect Core §8). */
  subject_type?: 'public' | 'pairwise';
  /** Signs userinfo (OpenID Connect Core §5.3.2). */
  userinfo_signed_response_alg?: string;
  /** Signs introspection (RFC 9701 §6). */
  introspection_signed_response_alg?: string;
  /** Pins the algorithm of request objects (RFC 9101 §10.5). */
  request_object_signing_alg?: string;
  /** Pins how request objects are encrypted, if they are (OpenID Connect Registration §2). */
  request_object_encryption_alg?: string;
  request_object_encryption_enc?: string;
  /** What signed answers of the authorization endpoint are signed with (JARM §3). */
  authorization_signed_response_alg?: string;
  /** Access tokens have to be bound to a DPoP key (RFC 9449 §5.2). */
  dpop_bound_access_tokens?: boolean;
  /** Access tokens have to be bound to a client certificate (RFC 8705 §3.4). */
  tls_client_certificate_bound_access_tokens?: boolean;
  /** How the certificate of `tls_client_auth` is known; exactly one of the five (RFC 8705 §2.1.2). */
  tls_client_auth_subject_dn?: string;
  tls_client_auth_san_dns?: string;
  tls_client_auth_san_uri?: string;
  tls_client_auth_san_ip?: string;
  tls_client_auth_san_email?: string;
  /** Browser origins allowed to call token, JWKS, metadata and the data API (CORS). */
  sandbox_allowed_origins: string[];
  sandbox_customer_kind: CustomerKind | 'any';
  sandbox_profile: SecurityProfile;
  sandbox_consent: 'screen' | 'auto' | 'deny';
  /**
   * Overrules the profile and the settings, for whoever studies how a client bears it. `default`: they
   * decide, as they do where nothing is said.
   */
  sandbox_refresh_rotation?: RefreshRotation | 'default';
  /** `jwt`: access tokens any resource server can read (RFC 9068). */
  sandbox_access_token_format?: 'opaque' | 'jwt';
  /** The company that runs the service, shown on the consent screen. */
  sandbox_company?: string;
  /** What the service is called by its users, where it differs from `client_name`. */
  sandbox_service?: string;
  sandbox_note?: { ja: string; en: string };
  /** The bank's own note of a client that nobody at the console registered: whether it has asked for anything yet. */
  sandbox_registered_itself?: 'unused' | 'used';
}

/**
 * What becomes of a refresh token once it was used. `none`: it stays good. `rotate`: the successor takes
 * its place, and the old one is simply refused. `rotate-grace`: the old one gets the same answer for a
 * while, then ends the grant (RFC 9700 §4.14.2). `rotate-strict`: the old one ends the grant at once.
 */
export const refreshRotations = ['none', 'rotate', 'rotate-grace', 'rotate-strict'] as const;
export type RefreshRotation = (typeof refreshRotations)[number];

export type GrantEndReason =
  | 'revoked_by_client'
  | 'revoked_by_bank'
  | 'superseded'
  | 'superseded_by_other_client'
  | 'refresh_token_reused'
  | 'code_reused'
  | 'password_changed'
  | 'lost_by_bank'
  | 'customer_stopped'
  | 'customer_deleted'
  | 'client_deleted';

/** What a customer allowed a client: 90 days from the consent, and no refresh extends it (seed). */
export interface Grant {
  grantId: string;
  clientId: string;
  customerId: string;
  scopes: Scope[];
  /** What was allowed for some accounts only (RFC 9396); left out where it is all by scope. */
  authorizationDetails?: GrantedAccountInformation[];
  /** When the customer pressed 許可. */
  createdAt: Instant;
  updatedAt: Instant;
  /** `createdAt` + the grant's lifetime. Over when the clock shows this very instant. */
  expiresAt: Instant;
  endedAt?: Instant;
  endReason?: GrantEndReason;
  /** The version of the 利用規定 that was agreed to. */
  termsVersion: string;
  authTime: Instant;
  acr: 'password' | 'certificate' | 'password+certificate';
  /** Which refresh token is the valid one. Tokens carry their generation, so no list of used ones is kept. */
  refreshGeneration: number;
  /** When the present generation was issued. */
  refreshedAt: Instant;
  /** The access token issued with the present generation, to answer a retried refresh alike. */
  lastAccessTokenId?: string;
  refreshIssued: boolean;
  /** Kept where the customer rehearses something that waits for it: see {@link drillNames}. */
  firstRefreshedAt?: Instant;
  /** The key a public client's refresh tokens are bound to (RFC 9449 §5). */
  refreshBoundTo?: Confirmation;
  /** Linked by TLS: ID tokens bear the name the bank has there (OpenID Connect Core §12.2). */
  overTls?: true;
  /** What its tokens may be good for at most (RFC 8707 §2.2). */
  resources?: string[];
  nonce?: string;
}

export type GrantStatus = 'active' | 'expired' | 'revoked' | 'superseded';

/** What a sender-constrained token is bound to (RFC 7800): one of the two, or both. */
export interface Confirmation {
  /** Thumbprint of a DPoP key (RFC 9449 §6). */
  jkt?: string;
  /** Thumbprint of a client certificate (RFC 8705 §3.1). */
  'x5t#S256'?: string;
}

export interface AccessToken {
  /** Looked up by; the token itself adds a MAC and is never stored. */
  tokenId: string;
  grantId: string;
  clientId: string;
  customerId: string;
  scopes: Scope[];
  /** Those of the grant, or fewer where it was asked so (RFC 9396 §6). */
  authorizationDetails?: GrantedAccountInformation[];
  issuedAt: Instant;
  expiresAt: Instant;
  revokedAt?: Instant;
  /** Whom the token belongs to, where it is no bearer token (RFC 7800). */
  confirmation?: Confirmation;
  /** What the token is good for, where it was asked for (RFC 8707). */
  resources?: string[];
}

/** A token of a client on its own behalf, for grant management (RFC 6749 §4.4). */
export interface ClientAccessToken {
  tokenId: string;
  clientId: string;
  scopes: Scope[];
  issuedAt: Instant;
  expiresAt: Instant;
  confirmation?: Confirmation;
}

/** What an authorization request asks for, after every check (RFC 6749 §4.1.1, RFC 7636, RFC 9207). */
export interface AuthorizationRequest {
  clientId: string;
  redirectUri: string;
  /** Whether the request named it: then the token request must repeat it (RFC 6749 §4.1.3). */
  redirectUriGiven: boolean;
  responseMode: 'query' | 'form_post' | 'query.jwt' | 'form_post.jwt';
  scopes: Scope[];
  /** What is asked for account by account (RFC 9396 §2). */
  authorizationDetails?: AccountInformation[];
  state?: string;
  nonce?: string;
  codeChallenge?: string;
  loginHint?: string;
  uiLocales?: string;
  maxAge?: number;
  acrValues?: string[];
  /** Of these ways to log in one has to be used (OpenID Connect Core §5.5.1.1). */
  essentialAcr?: string[];
  /** PAR handle to be consumed when the authorization ends (RFC 9126 §4). */
  requestUri?: string;
  /** Thumbprint of the key the code will be bound to (RFC 9449 §10). */
  dpopThumbprint?: string;
  /** Thumbprint of the certificate the request was pushed with, which the code needs too. */
  certificate?: string;
  /** Who has to log in (OpenID Connect Core §3.1.2.2); `null`: somebody the bank no longer knows. */
  expectedCustomerId?: string | null;
  /** What the tokens are to be good for (RFC 8707 §2.1). */
  resources?: string[];
  /** The request came by TLS, so the answer bears the name the bank has there. */
  overTls?: true;
  /** The earlier grant this one changes, and how (Grant Management §3.2). */
  continuesGrant?: { grantId: string; action: 'merge' | 'replace' };
}

/** A customer on the way through login and consent, bound to one browser. */
export interface Interaction {
  interactionId: string;
  /** Joins the exchanges of one linkage in the log. */
  flowId: string;
  request: AuthorizationRequest;
  stage: 'login' | 'consent' | 'done';
  createdAt: Instant;
  expiresAt: Instant;
  customerId?: string;
  authTime?: Instant;
  acr?: Grant['acr'];
  /** The certificate shown first, where a password is to follow (`login: both`). */
  certified?: { customerId: string; serialNumber: string };
  /** The login was kept from an earlier one. */
  loginKept?: true;
  /** How often an ID was typed that nobody has. */
  unknownLogins?: number;
}

/** An authorization request left with the bank beforehand (RFC 9126). */
export interface PushedRequest {
  requestUri: string;
  clientId: string;
  /** Form-encoded, as it was pushed and without the client's credentials. */
  parameters: string;
  /** Whether they came inside a signed object (RFC 9101). */
  signed: boolean;
  expiresAt: Instant;
  /** Thumbprint of the DPoP key that was proven with it (RFC 9449 §10.1). */
  dpopThumbprint?: string;
  /** Thumbprint of the certificate it was pushed with, where tokens may be bound to one (RFC 8705 §3). */
  certificate?: string;
  usedAt?: Instant;
}

export interface AuthorizationCode {
  codeId: string;
  flowId: string;
  request: AuthorizationRequest;
  customerId: string;
  /** What the customer ticked, with `openid` and `offline_access` carried along. */
  scopes: Scope[];
  /** The same for what was asked account by account, with the accounts chosen. */
  authorizationDetails?: GrantedAccountInformation[];
  consentedAt: Instant;
  expiresAt: Instant;
  authTime: Instant;
  acr: Grant['acr'];
  termsVersion: string;
  usedAt?: Instant;
  /** The grant that came of it, ended when the code is seen again (RFC 6749 §4.1.2). */
  grantId?: string;
  failedAttempts: number;
}

/** A key of the bank as a private JWK, on disk readable by the owner only. */
export interface SigningKey {
  kid: string;
  alg: string;
  privateJwk: Record<string, unknown>;
  createdAt: Instant;
  /** From when on the bank signs with it, where that is later: it is published from the beginning. */
  usedFrom?: Instant;
}

export interface Institution {
  /** 4 digits. 1999 belongs to nobody. */
  code: string;
  name: string;
  nameEn: string;
  shortName: string;
  serviceName: string;
  profile: string;
  /** CSS colours of the personal and the corporate screens. */
  colors: { personal: string; corporate: string };
  supportDesk: { name: string; hours: string; phone: string };
  branches: { code: string; name: string }[];
}

/** Days on which the bank's service rests: none, Saturdays and Sundays, or every day that is no 銀行営業日. */
export const restDays = ['never', 'weekends', 'holidays'] as const;
export type RestDays = (typeof restDays)[number];

/** When the service can be used, in JST. */
export interface ServiceHours {
  /** `HH:MM`. Equal times: round the clock; `to` before `from`: over midnight. */
  from: string;
  to: string;
  /** Left out: never. */
  closedOn?: RestDays;
}

/** How long what is over stays on the books, before the bank drops it. */
export interface Retention {
  /** Days of the bank's time from a grant's end, for the grant and its tokens; 0: for ever. */
  endedGrantDays: number;
  /** Days from the end of a token, code, interaction or pushed request; 0: for ever. */
  expiredTokenDays: number;
  /** How many rows the log keeps. */
  logEntries: number;
  /** How many MB (1,048,576 bytes of JSON) the log keeps, in memory and on disk. */
  logMegabytes: number;
}

export interface Settings {
  institution: Institution;
  language: 'ja' | 'en';
  lifetimes: {
    codeSeconds: number;
    accessTokenSeconds: number;
    grantDays: number;
    interactionSeconds: number;
    refreshGraceSeconds: number;
  };
  policies: {
    grantPolicy: 'one-per-client' | 'one-per-customer' | 'many';
    refreshRotation: RefreshRotation;
    endGrantsOnPasswordChange: boolean;
    /** Whether DPoP proofs need a nonce of the bank (RFC 9449 §8). */
    dpopNonce?: 'optional' | 'required';
    /** How long a login is kept at the browser, in minutes; `off`, as when left out: not at all. */
    loginSession?: 'off' | number;
    /** Whether what is read at clients' addresses may come from a server with any certificate; no when left out. */
    trustAnyCertificate?: boolean;
    /** Whether guessing client secrets is slowed; it is when left out. */
    slowSecretGuessing?: boolean;
    /** Whether the login page tells whom one can practise as; it does when left out. */
    showPracticeLogins?: boolean;
    maxFailedLogins: number;
    /** 0: only the console unlocks. */
    unlockAfterMinutes: number;
    /** A personal grant on /corporation (or the reverse) is 403 unless this is on. */
    acceptAnyMount: boolean;
    /** 0: unlimited. */
    historyDays: number;
    /** How long the third page takes for a customer who rehearses that, in real ms; 8,000 when left out. */
    slowPageMs?: number;
  };
  retention: Retention;
  serviceHours: ServiceHours;
  maintenance: { from: string; to: string; message?: string }[];
  pageSize: number;
  /** Requests per minute and client at the data API; 0: unlimited. */
  rateLimitPerMinute: number;
  termsVersion: string;
}
