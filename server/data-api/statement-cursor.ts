import type { TokenMint } from '../authorization/token-mint.ts';
import { Refusal } from '../bank/refusal.ts';
import type { QueryParameters } from './query-parameters.ts';

const PURPOSE = 'statement-cursor';
const ITEM_KEY_LENGTH = 16;
const TAG_LENGTH = 8;
const CURSOR = /^\d{24}$/;

/**
 * `nextItemKey`: the last row's item key and a tag that binds it to the account and the dates as they
 * were sent. 24 digits, which is all the wire format allows (次明細キー: 半角数字 1–24).
 *
 * Threat: a cursor carried over to another account or another period would silently skip rows; the
 * tag turns that mistake into an error. It opens nothing that the token doesn't, so eight digits are
 * enough. It names a place in the order, not a count, so rows that come or go in between neither
 * repeat nor hide the others.
 */
export function makeCursor(tokens: TokenMint, itemKey: string, request: QueryParameters): string {
  return itemKey + tagOf(tokens, itemKey, request);
}

/**
 * The item key after which the page begins.
 *
 * @throws Refusal `cursor_invalid` when it was changed, or belongs to another request.
 */
export function openCursor(tokens: TokenMint, cursor: string, request: QueryParameters): string {
  const itemKey = cursor.slice(0, ITEM_KEY_LENGTH);
  if (!CURSOR.test(cursor) || cursor !== makeCursor(tokens, itemKey, request)) {
    throw new Refusal('cursor_invalid');
  }
  return itemKey;
}

function tagOf(tokens: TokenMint, itemKey: string, { accountId, dateFrom, dateTo }: QueryParameters): string {
  const mac = tokens.macOf(PURPOSE, [itemKey, accountId ?? '', dateFrom ?? '', dateTo ?? ''].join(' '));
  const number = Buffer.from(mac, 'base64url').readBigUInt64BE() % 10n ** BigInt(TAG_LENGTH);
  return String(number).padStart(TAG_LENGTH, '0');
}
