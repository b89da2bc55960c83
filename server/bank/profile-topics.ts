import type { Bilingual } from './catalogue/index.ts';
import { securityProfiles, type SecurityProfile } from './model.ts';
import { profiles, type ProfileRules, type RequiredParameter } from './profiles.ts';

/** What one profile says on one topic, in plain words, and where that is written. */
export interface ProfileRule {
  readonly text: Bilingual;
  readonly spec: string;
}

/** A topic on which the profiles may differ, with the rule of each. */
export interface ProfileTopic {
  readonly topic: string;
  readonly title: Bilingual;
  readonly rules: Readonly<Record<SecurityProfile, ProfileRule>>;
}

type Clauses = readonly [
  compat: string,
  oauth21: string,
  fapi1: string,
  fapi2: string,
  messageSigning: string,
];

interface TopicWords {
  readonly topic: string;
  readonly title: Bilingual;
  readonly words: (rules: ProfileRules) => Bilingual;
  /** In the order of {@link securityProfiles}. */
  readonly clauses: Clauses;
}

const FAPI1 = 'FAPI 1.0 Part 2 §5.2.2';
const GENERAL = 'FAPI 2.0 §5.3.2.1';
const CODE_FLOW = 'FAPI 2.0 §5.3.2.2';

const requestWords: Record<ProfileRules['request'], Bilingual> = {
  any: {
    ja: 'そのまま、PAR、署名付きリクエストオブジェクトのどれでもよい',
    en: 'plain, pushed (PAR) or as a signed request object, whichever',
  },
  'signed-object': {
    ja: 'すべてのパラメーターを署名付きリクエストオブジェクトに入れる',
    en: 'every parameter inside a signed request object',
  },
  pushed: { ja: '先に PAR で送る', en: 'pushed beforehand (PAR)' },
  'pushed-signed-object': {
    ja: '署名付きリクエストオブジェクトを、先に PAR で送る',
    en: 'a signed request object, pushed beforehand (PAR)',
  },
};

const parameterWords: Record<RequiredParameter, Bilingual> = {
  redirect_uri: { ja: 'redirect_uri', en: 'redirect_uri' },
  scope: { ja: 'scope', en: 'scope' },
  nonce: { ja: 'nonce（openid を求めないときは state）', en: 'nonce (without openid: state)' },
};

const topics: readonly TopicWords[] = [
  {
    topic: 'request',
    title: { ja: '認可リクエストの送り方', en: 'Authorization request' },
    words: ({ request }) => requestWords[request],
    clauses: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.1', FAPI1, CODE_FLOW, 'FAPI 2.0 Message Signing §5.3'],
  },
  {
    topic: 'pkce',
    title: { ja: 'PKCE', en: 'PKCE' },
    words: ({ pkce }) =>
      ({
        'public-only': {
          ja: '公開クライアントは必須、秘密を持つクライアントは任意',
          en: 'required of public clients, optional for confidential ones',
        },
        always: { ja: '必須（S256）', en: 'required (S256)' },
        'with-par': { ja: 'PAR で送るときは必須（S256）', en: 'required with PAR (S256)' },
      })[pkce],
    clauses: ['RFC 7636 §4.4.1', 'RFC 9700 §2.1.1', FAPI1, CODE_FLOW, CODE_FLOW],
  },
  {
    topic: 'requiredParameters',
    title: { ja: 'リクエストで省けないパラメーター', en: 'Parameters a request can’t leave out' },
    words: ({ requiredParameters: [first, ...others] }) =>
      first === undefined
        ? {
            ja: 'OAuth のとおり（省けば登録内容から決まる）',
            en: 'as OAuth has it, with defaults by registration',
          }
        : {
            ja: [first, ...others].map((name) => parameterWords[name].ja).join('、'),
            en: [first, ...others].map((name) => parameterWords[name].en).join(', '),
          },
    clauses: ['RFC 6749 §4.1.1', 'RFC 6749 §4.1.1', 'FAPI 1.0 Part 1 §5.2.2', CODE_FLOW, CODE_FLOW],
  },
  {
    topic: 'signedResponse',
    title: { ja: '認可レスポンスの署名（JARM）', en: 'Signed authorization response (JARM)' },
    words: ({ signedResponse }) =>
      ({
        optional: { ja: '任意', en: 'optional' },
        'asked-for': {
          ja: '必須（response_mode=jwt で求める）',
          en: 'required, asked for by response_mode=jwt',
        },
        always: { ja: '必須（求めなくても署名される）', en: 'required, and given unasked' },
      })[signedResponse],
    clauses: ['JARM §2.3', 'JARM §2.3', FAPI1, CODE_FLOW, 'FAPI 2.0 Message Signing §5.4'],
  },
  {
    topic: 'clientAuthentication',
    title: { ja: 'クライアント認証', en: 'Client authentication' },
    words: ({ clientAuthentication }) => ({
      ja: clientAuthentication.join('、'),
      en: clientAuthentication.join(', '),
    }),
    clauses: ['RFC 6749 §2.3', 'RFC 9700 §2.5', FAPI1, GENERAL, GENERAL],
  },
  {
    topic: 'doubleAuthentication',
    title: { ja: 'Basic と本文の両方に同じ資格情報', en: 'The same credentials as Basic and in the body' },
    words: ({ toleratesDoubleAuthentication }) =>
      toleratesDoubleAuthentication
        ? { ja: '受け付ける（実在のクライアントのため）', en: 'tolerated, for clients that really do so' }
        : { ja: '断る', en: 'refused' },
    clauses: ['RFC 6749 §2.3', 'RFC 6749 §2.3', 'RFC 6749 §2.3', 'RFC 6749 §2.3', 'RFC 6749 §2.3'],
  },
  {
    topic: 'assertionAudience',
    title: { ja: 'クライアントアサーションの aud', en: 'aud of client assertions' },
    words: ({ assertionAudience }) =>
      assertionAudience === 'issuer-string'
        ? { ja: 'issuer だけを、文字列で', en: 'the issuer alone, as a string' }
        : {
            ja: 'issuer、トークン・PAR エンドポイント、それらの配列',
            en: 'issuer, token or PAR endpoint, or an array of them',
          },
    clauses: ['RFC 7523 §3', 'RFC 7523 §3', 'RFC 9126 §2', GENERAL, GENERAL],
  },
  {
    topic: 'senderConstraint',
    title: { ja: 'アクセストークンの持ち主の限定', en: 'Sender-constrained access tokens' },
    words: ({ senderConstraint }) =>
      ({
        optional: { ja: '任意', en: 'optional' },
        certificate: { ja: '証明書で必須（RFC 8705）', en: 'required, by certificate (RFC 8705)' },
        'dpop-or-certificate': {
          ja: 'DPoP か証明書で必須（RFC 9449、RFC 8705）',
          en: 'required, by DPoP or certificate (RFC 9449, RFC 8705)',
        },
      })[senderConstraint],
    clauses: ['RFC 6750 §5.3', 'RFC 9700 §2.2.1', FAPI1, GENERAL, GENERAL],
  },
  {
    topic: 'refresh',
    title: { ja: '更新トークンの入れ替え', en: 'Refresh token rotation' },
    words: ({ refresh }) =>
      ({
        policy: {
          ja: '設定の方針に従う（既定：入れ替え、短い再試行は許す）',
          en: 'as the settings say (by default: rotated, a short retry allowed)',
        },
        'strict-for-unbound-public': {
          ja: '鍵にも認証にも守られない公開クライアントは入れ替え、再使用は直ちに終了。ほかは設定の方針',
          en: 'rotated for public clients bound to no key, any reuse ends the grant; else as the settings say',
        },
        none: {
          ja: '入れ替えない（古いトークンも使い続けられる）',
          en: 'not rotated (the token stays good)',
        },
      })[refresh],
    clauses: ['RFC 6749 §6', 'RFC 9700 §4.14.2', 'RFC 6749 §6', GENERAL, GENERAL],
  },
  {
    topic: 'messageAlgorithms',
    title: {
      ja: 'クライアントの署名（アサーション、リクエストオブジェクト、DPoP）',
      en: 'What the client signs with (assertions, request objects, DPoP proofs)',
    },
    words: (rules) => ({
      ja: rules.messageAlgorithms.join('、'),
      en: rules.messageAlgorithms.join(', '),
    }),
    clauses: ['RFC 7518 §3.1', 'RFC 7518 §3.1', 'FAPI 1.0 Part 2 §8.6', 'FAPI 2.0 §5.4', 'FAPI 2.0 §5.4'],
  },
  {
    topic: 'idTokenAlgorithms',
    title: { ja: 'IDトークンの署名', en: 'ID token signature' },
    words: ({ idTokenAlgorithms }) => ({
      ja: idTokenAlgorithms.join('、'),
      en: idTokenAlgorithms.join(', '),
    }),
    clauses: [
      'OpenID Connect Core §15.1',
      'OpenID Connect Core §15.1',
      'FAPI 1.0 Part 2 §8.6',
      'FAPI 2.0 §5.4',
      'FAPI 2.0 §5.4',
    ],
  },
  {
    topic: 'redirectUriAtToken',
    title: { ja: 'トークン要求の redirect_uri', en: 'redirect_uri at the token endpoint' },
    words: ({ redirectUriAtToken }) =>
      ({
        'if-requested': { ja: '認可リクエストにあれば必須', en: 'required if the request had it' },
        optional: { ja: '任意', en: 'optional' },
        required: { ja: '必須', en: 'required' },
      })[redirectUriAtToken],
    clauses: [
      'RFC 6749 §4.1.3',
      'OAuth 2.1 §10.2',
      'FAPI 1.0 Part 1 §5.2.2',
      'RFC 6749 §4.1.3',
      'RFC 6749 §4.1.3',
    ],
  },
  {
    topic: 'codeSeconds',
    title: { ja: '認可コードの寿命', en: 'Life of a code' },
    words: ({ codeSeconds }) => ({
      ja: `最長 ${String(codeSeconds)} 秒`,
      en: `at most ${String(codeSeconds)} seconds`,
    }),
    clauses: ['RFC 6749 §4.1.2', 'RFC 6749 §4.1.2', 'RFC 6749 §4.1.2', CODE_FLOW, CODE_FLOW],
  },
];

/** The table of the profiles, topic by topic, in the order of a linkage. */
export const profileTopics: readonly ProfileTopic[] = topics.map(({ topic, title, words, clauses }) => ({
  topic,
  title,
  rules: Object.fromEntries(
    securityProfiles.map((profile, at) => [
      profile,
      { text: words(profiles[profile]), spec: clauses[at] ?? '' },
    ]),
  ) as Record<SecurityProfile, ProfileRule>,
}));
