import { z } from 'zod';
import { ACCOUNT_INFORMATION, accountActions } from './model.ts';

/*
 * What the bank takes as `authorization_details` (RFC 9396 §2). Apart from the rules, because building
 * schemas takes longer than most requests and few requests bring any: imported when the first one does.
 */

/** 店番3桁 + 種別2桁 + 口座番号7桁. */
const accountId = z
  .string()
  .regex(/^\d{12}$/, 'an accountId has 12 digits')
  .meta({ examples: ['001011000001'] });

/** One object: what may be read, of which accounts, through which of the bank's resources. */
export const accountInformation = z
  .strictObject({
    type: z.literal(ACCOUNT_INFORMATION),
    actions: z
      .array(z.enum(accountActions))
      .min(1)
      .max(10)
      .meta({ description: 'read_balances: 残高照会. read_transactions: 入出金明細照会.' }),
    accounts: z.array(accountId).min(1).max(100).exactOptional().meta({
      description:
        'Account IDs. Left out of a request: the customer chooses among all of his. A grant names them always.',
    }),
    locations: z.array(z.string().min(1).max(500)).min(1).max(10).exactOptional().meta({
      description: 'Resources of the data API it is meant for (RFC 9396 §2.2); left out: all of them.',
    }),
  })
  .meta({ id: 'AccountInformation' });

/** The parameter as a whole (RFC 9396 §2). */
export const authorizationDetails = z.array(accountInformation).min(1).max(20);

/** What was granted: which accounts is settled, even if it is none. */
export const grantedAccountInformation = z
  .strictObject({ ...accountInformation.shape, accounts: z.array(accountId) })
  .meta({ id: 'GrantedAccountInformation' });

export type AccountInformation = z.output<typeof accountInformation>;
export type GrantedAccountInformation = z.output<typeof grantedAccountInformation>;
