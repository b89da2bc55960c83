import { z } from 'zod';
import { partialOf, says, timestamp, timestampInput } from './common.ts';
import { poisonName } from './poison.ts';

const path = z
  .string()
  .max(500)
  .regex(
    /^\/[!-~]*$/,
    says(
      '/oauth2/token のように / で始まるパスを書いてください。',
      'Write a path that begins with /, such as /oauth2/token.',
    ),
  )
  .refine((text) => !/[?#]/.test(text), {
    error: says('? や # より前のパスだけを書いてください。', 'Write the path alone, without ? or #.'),
  });

export const faultMatch = z
  .strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).exactOptional(),
    path: path.exactOptional().meta({
      description: 'A path of the bank or the beginning of one, in whole steps; its aliases are meant too.',
    }),
    clientId: z.string().min(1).max(200).exactOptional(),
    loginId: z.string().min(1).max(200).exactOptional(),
    grantType: z
      .enum(['authorization_code', 'refresh_token', 'client_credentials'])
      .exactOptional()
      .meta({ description: 'At the token endpoint.' }),
    page: z
      .int()
      .min(1)
      .max(100_000)
      .exactOptional()
      .meta({ description: 'Which page of a statement, from 1.' }),
  })
  .meta({ id: 'FaultMatch' });

/** RFC 6749 §5.2: the characters of `error`. */
const oauthError = z
  .string()
  .max(100)
  .regex(
    /^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/,
    says(
      'temporarily_unavailable のような半角の値にしてください。',
      'Write an error code such as temporarily_unavailable.',
    ),
  );

const errorCode = z
  .string()
  .regex(
    /^[A-Za-z0-9_]{1,10}$/,
    says('英数字と _ の10文字までにしてください。', 'Write up to 10 letters, digits or _.'),
  );

export const faultAction = z
  .strictObject({
    delayMs: z.int().min(0).max(600_000).exactOptional().meta({ description: 'Real milliseconds.' }),
    status: z.int().min(200).max(599).exactOptional(),
    oauthError: oauthError.exactOptional(),
    errorCode: errorCode.exactOptional(),
    abort: z.enum(['reset', 'empty', 'truncate']).exactOptional().meta({
      description:
        'reset: a TCP reset; empty: closed without a byte (with a status: that status without a body); truncate: half of the body.',
    }),
    loseResponse: z.literal(true).exactOptional().meta({
      description:
        'The bank does what was asked first; only the answer is lost (504 if nothing else is said).',
    }),
    poison: poisonName.exactOptional().meta({
      description:
        'The answer is right in all but this; the client is watched from then on (/conformance). Stands alone.',
    }),
  })
  .refine((action) => Object.keys(action).length > 0, {
    error: says('何が起こるかを一つは書いてください。', 'Say at least one thing that is to happen.'),
  })
  .refine((action) => action.poison === undefined || Object.keys(action).length === 1, {
    path: ['poison'],
    error: says(
      'poison は、ほかの応答内容と一緒に書けません。',
      'A poisoned answer is the right one in all else: give poison alone.',
    ),
  })
  .refine(({ oauthError: oauth, errorCode: code }) => oauth === undefined || code === undefined, {
    path: ['errorCode'],
    error: says('oauthError とはどちらか一つにしてください。', 'Give either this or oauthError.'),
  })
  .refine(
    ({ abort, status, oauthError: oauth, errorCode: code }) =>
      abort === undefined || ((oauth ?? code) === undefined && (abort === 'empty' || status === undefined)),
    {
      path: ['abort'],
      error: says(
        '切断するときは、ほかの応答内容（status、oauthError、errorCode）を書けません。empty には status だけ書けます。',
        'An answer that is cut off has no status, oauthError or errorCode; with empty there may be a status.',
      ),
    },
  )
  .meta({ id: 'FaultAction' });

const limits = {
  times: z.int().min(1).max(1_000_000),
  probability: z
    .number()
    .gt(0)
    .max(1)
    .meta({ description: 'Of the requests that match, the share that is struck.' }),
};

export const fault = z
  .strictObject({
    id: z.string(),
    match: faultMatch,
    action: faultAction,
    times: limits.times.exactOptional().meta({ description: 'How often it still strikes.' }),
    probability: limits.probability.exactOptional(),
    until: timestamp.exactOptional(),
    createdAt: timestamp,
    drill: z.string().exactOptional().meta({ description: 'The drill that made it.' }),
  })
  .meta({ id: 'Fault' });
export type FaultView = z.output<typeof fault>;

const inputs = {
  ...limits,
  until: timestampInput.meta({ description: "By the bank's clock; over at that very instant." }),
};

export const newFault = z
  .strictObject({
    match: faultMatch.default({}),
    action: faultAction,
    times: inputs.times.exactOptional(),
    probability: inputs.probability.exactOptional(),
    until: inputs.until.exactOptional(),
  })
  .meta({ id: 'FaultInput' });

export const faultPatch = partialOf({ match: faultMatch, action: faultAction, ...inputs }).meta({
  id: 'FaultPatch',
});
export type FaultChange = z.output<typeof faultPatch>;
