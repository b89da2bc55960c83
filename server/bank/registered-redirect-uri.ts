import type { InputFault } from './invalid-input.ts';
import type { Bilingual } from './catalogue/index.ts';

/**
 * What may be registered as a redirect URI.
 *
 * Threat: the URI receives the code. A scheme that runs script (`javascript:`, `data:`), plain http
 * across a network, or a scheme any app can claim by accident hands the code to somebody else; and a
 * URI that carries `code`, `state` or `iss` of its own makes the answer ambiguous (RFC 9207 §2.4).
 */
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);
const ANSWER_PARAMETERS = ['code', 'state', 'iss', 'error', 'response'] as const;
const BUILT_IN_SCHEMES: ReadonlySet<string> = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
]);

/** Whether a host, as `URL` spells it, is this computer. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK_HOSTS.has(hostname);
}

/** RFC 3986 §2: reserved and unreserved characters, and percent-encoded ones. */
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/;

/** The same address in the characters of a URI; a browser leaves some as they are that are none. */
function asUri(url: URL): string {
  return url.href.replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/g, encodeURIComponent);
}

/** Why `uri` can't be registered, or nothing. */
export function redirectUriFault(
  uri: string,
  applicationType: 'web' | 'native',
  path: string,
): InputFault | undefined {
  const message = reasonAgainst(uri, applicationType);
  return message && { path, message };
}

function reasonAgainst(uri: string, applicationType: 'web' | 'native'): Bilingual | undefined {
  if (/[\s\\\x00-\x1f\x7f]/.test(uri) || !URL.canParse(uri)) {
    return {
      ja: `「${uri}」は絶対URIではありません。https://… の形で書いてください（RFC 6749 §3.1.2）。`,
      en: `${uri} is not an absolute URI; write it as https://... (RFC 6749 section 3.1.2).`,
    };
  }
  const url = new URL(uri);
  if (!URI_CHARACTERS.test(uri)) {
    return {
      ja: `「${uri}」には URI に使えない文字があります。「${asUri(url)}」のように、パーセントエンコーディングか punycode で書いてください（RFC 3986 §2）。`,
      en: `'${uri}' has characters that no URI has; write it percent-encoded or in punycode: ${asUri(url)} (RFC 3986 section 2).`,
    };
  }
  if (BUILT_IN_SCHEMES.has(url.protocol)) {
    return {
      ja: `${url.protocol} は登録できません。https を使ってください（RFC 9700 §4.1）。`,
      en: `${url.protocol} can not be registered; use https (RFC 9700 section 4.1).`,
    };
  }
  // URL drops an empty fragment, so the text itself is looked at.
  if (uri.includes('#')) {
    return {
      ja: 'フラグメント（#…）は付けられません。取り除いてください（RFC 6749 §3.1.2）。',
      en: 'It must not have a fragment; remove the # and what follows (RFC 6749 section 3.1.2).',
    };
  }
  const taken = ANSWER_PARAMETERS.find((name) => url.searchParams.has(name));
  if (taken !== undefined) {
    return {
      ja: `パラメーター「${taken}」は応答で使うため、URIに含められません（RFC 9207 §2.4）。`,
      en: `The parameter ${taken} belongs to the answer and must not be in the URI (RFC 9207 section 2.4).`,
    };
  }
  if (url.protocol === 'https:' || url.protocol === 'http:') return reasonAgainstWeb(url);
  return reasonAgainstScheme(url, applicationType);
}

function reasonAgainstWeb(url: URL): Bilingual | undefined {
  if (url.username !== '' || url.password !== '') {
    return {
      ja: 'ユーザー名やパスワードは含められません。取り除いてください（RFC 3986 §7.5）。',
      en: 'It must not have a user name or password; remove them (RFC 3986 section 7.5).',
    };
  }
  if (url.hostname.includes('*')) {
    return {
      ja: 'ワイルドカードは使えません。一つずつ登録してください（RFC 9700 §4.1.3）。',
      en: 'Wildcards are not supported; register each URI by itself (RFC 9700 section 4.1.3).',
    };
  }
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    return {
      ja: `http はループバック（127.0.0.1、[::1]、localhost）だけです。https にしてください（RFC 8252 §8.3）。`,
      en: 'http is for loopback (127.0.0.1, [::1], localhost) only; use https (RFC 8252 section 8.3).',
    };
  }
  return undefined;
}

/** RFC 8252 §7.1: a reversed domain name, which its owner can be asked to prove. */
function reasonAgainstScheme(url: URL, applicationType: 'web' | 'native'): Bilingual | undefined {
  if (applicationType !== 'native') {
    return {
      ja: `独自スキーム（${url.protocol}）は application_type が native のときだけ登録できます（RFC 8252 §7.1）。`,
      en: `A custom scheme (${url.protocol}) is for application_type native only (RFC 8252 section 7.1).`,
    };
  }
  if (!url.protocol.includes('.')) {
    return {
      ja: `独自スキームは com.example.app のようにドットを含めてください（RFC 8252 §7.1）。`,
      en: 'A custom scheme must contain a dot, such as com.example.app (RFC 8252 section 7.1).',
    };
  }
  return undefined;
}
