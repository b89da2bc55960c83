import type { Bilingual } from './catalogue/index.ts';
import { isLoopbackHost } from './registered-redirect-uri.ts';
import type { Client } from './model.ts';

/** Members whose address the bank itself goes and reads. */
export const readAddresses = ['jwks_uri', 'sector_identifier_uri'] as const;
export type ReadAddress = (typeof readAddresses)[number];

/**
 * Why the bank does not read `address` for a client, or nothing.
 *
 * Threat: whoever registers a client would otherwise have the bank send requests anywhere (server-side
 * request forgery, RFC 7591 §5). So it reads on this computer, and where the client's own redirect URIs
 * are, which it sends browsers to anyway.
 */
export function clientAddressFault(
  address: string,
  { redirect_uris }: Pick<Client, 'redirect_uris'>,
): Bilingual | undefined {
  if (!URL.canParse(address) || /[\s\\#]/.test(address)) {
    return {
      ja: `「${address}」は読みに行けるURLではありません。https://… の形で、フラグメントを付けずに書いてください（RFC 3986 §4.3）。`,
      en: `${address} is not a URL that can be read; write it as https://... without a fragment (RFC 3986 section 4.3).`,
    };
  }
  const url = new URL(address);
  const isLoopback = isLoopbackHost(url.hostname);
  if (url.username !== '' || url.password !== '') {
    return {
      ja: 'ユーザー名やパスワードは含められません。取り除いてください（RFC 3986 §7.5）。',
      en: 'It must not have a user name or password; remove them (RFC 3986 section 7.5).',
    };
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    return {
      ja: '銀行が読みに行けるのは https だけです。http はこのパソコン（127.0.0.1、[::1]、localhost）に限ります（RFC 7591 §5）。',
      en: 'The bank reads https only; http is for this computer (127.0.0.1, [::1], localhost) (RFC 7591 section 5).',
    };
  }
  if (isLoopback || redirect_uris.some((uri) => hostOf(uri) === url.hostname)) return undefined;
  return {
    ja: `銀行は ${url.hostname} を読みに行きません。このパソコン（127.0.0.1、[::1]、localhost）か、redirect_uris のどれかと同じホストに置いてください（RFC 7591 §5）。`,
    en: `The bank does not read from ${url.hostname}; put it on this computer (127.0.0.1, [::1], localhost) or on the host of one of the redirect_uris (RFC 7591 section 5).`,
  };
}

function hostOf(uri: string): string | undefined {
  return URL.canParse(uri) ? new URL(uri).hostname : undefined;
}
