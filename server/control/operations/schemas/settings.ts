import { z } from 'zod';
import { partialOf, says, timestamp, timestampInput } from './common.ts';

const timeOfDay = z
  .string()
  .regex(
    /^(?:[01]\d|2[0-3]):[0-5]\d$/,
    says('09:00 のように HH:MM で書いてください（日本時間）。', 'Write HH:MM, such as 09:00 (Asia/Tokyo).'),
  )
  .meta({ description: 'HH:MM in Asia/Tokyo.' });
const cssColor = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, says('#00695c のように書いてください。', 'Write a colour as #00695c.'));
const text = z.string().trim().min(1).max(100);

const colors = { personal: cssColor, corporate: cssColor };
const supportDesk = { name: text, hours: z.string().max(100), phone: z.string().max(40) };
const institution = {
  code: z.string().regex(/^\d{4}$/, says('4桁の数字にしてください。', 'Write 4 digits.')),
  name: text,
  nameEn: text,
  shortName: text,
  serviceName: text,
  profile: z.string().min(1).max(40),
  branches: z
    .array(
      z.strictObject({
        code: z.string().regex(/^\d{3}$/, says('3桁の数字にしてください。', 'Write 3 digits.')),
        name: text,
      }),
    )
    .min(1)
    .max(1000),
};
const lifetimes = {
  codeSeconds: z.int().min(1).max(3600),
  accessTokenSeconds: z.int().min(1).max(31_536_000),
  grantDays: z.int().min(1).max(3650),
  interactionSeconds: z.int().min(10).max(86_400),
  refreshGraceSeconds: z.int().min(0).max(3600),
};
/** `off`, or minutes. */
export const loginSession = z
  .union([z.literal('off'), z.int().min(1).max(1440)])
  .meta({ id: 'LoginSession' });
const policies = {
  grantPolicy: z.enum(['one-per-client', 'one-per-customer', 'many']),
  refreshRotation: z.enum(['none', 'rotate', 'rotate-grace', 'rotate-strict']),
  endGrantsOnPasswordChange: z.boolean(),
  dpopNonce: z
    .enum(['optional', 'required'])
    .exactOptional()
    .meta({ description: 'Whether DPoP proofs need a nonce of the bank (RFC 9449 §8).' }),
  loginSession: loginSession.exactOptional().meta({
    description:
      'How long a login is kept at the browser, in minutes by the clock of the bank, within its day; off, as when left out: every linkage begins with a login.',
  }),
  trustAnyCertificate: z.boolean().exactOptional().meta({
    description:
      'Whether what the bank reads at jwks_uri and sector_identifier_uri may come from a server with any certificate, whichever client it is for; false when left out.',
  }),
  slowSecretGuessing: z.boolean().exactOptional().meta({
    description: 'Whether answers to wrong client secrets come later and later; true when left out.',
  }),
  showPracticeLogins: z.boolean().exactOptional().meta({
    description:
      'Whether the login page tells IDs and passwords of customers of the scenario; true when left out.',
  }),
  maxFailedLogins: z.int().min(1).max(100),
  unlockAfterMinutes: z.int().min(0).max(525_600).meta({ description: '0: only the console unlocks.' }),
  acceptAnyMount: z.boolean(),
  historyDays: z.int().min(0).max(36_500).meta({ description: '0: unlimited.' }),
  slowPageMs: z
    .int()
    .min(0)
    .max(600_000)
    .exactOptional()
    .meta({ description: 'How long page 3 takes for a customer who rehearses that, in real milliseconds.' }),
};
const retention = {
  endedGrantDays: z.int().min(0).max(36_500).meta({
    description: "Days of the bank's time an ended grant is kept, with its tokens; 0: for ever.",
  }),
  expiredTokenDays: z.int().min(0).max(36_500).meta({
    description:
      "Days of the bank's time expired tokens, codes, interactions and pushed requests are kept; 0: for ever.",
  }),
  logEntries: z.int().min(100).max(100_000).meta({ description: 'How many entries the log keeps.' }),
  logMegabytes: z
    .int()
    .min(1)
    .max(1024)
    .meta({ description: 'How much of the log is kept, in MB of 1,048,576 bytes.' }),
};
const serviceHours = {
  from: timeOfDay,
  to: timeOfDay,
  closedOn: z.enum(['never', 'weekends', 'holidays']).exactOptional().meta({
    description: 'Days of rest: none (when left out), weekends, or every day banks are closed in Japan.',
  }),
};
const others = {
  language: z.enum(['ja', 'en']),
  maintenance: z
    .array(
      z.strictObject({
        from: timestampInput,
        to: timestampInput,
        message: z.string().max(500).exactOptional(),
      }),
    )
    .max(100),
  pageSize: z.int().min(1).max(10_000),
  rateLimitPerMinute: z.int().min(0).max(1_000_000).meta({ description: '0: unlimited.' }),
  termsVersion: z.string().trim().min(1).max(40),
};

/** A whole institution, as the settings and a scenario have it. */
export const wholeInstitution = z.strictObject({
  ...institution,
  colors: z.strictObject(colors),
  supportDesk: z.strictObject(supportDesk),
});

/**
 * The settings of a scenario: the same members within the same limits, so that what was set can be
 * exported and loaded again. What is left out is as in a new sandbox.
 */
export const scenarioSettings = partialOf({
  lifetimes: partialOf(lifetimes),
  policies: partialOf(policies),
  retention: partialOf(retention),
  serviceHours: z.strictObject(serviceHours),
  ...others,
});

export const settings = z
  .strictObject({
    institution: wholeInstitution,
    lifetimes: z.strictObject(lifetimes),
    policies: z.strictObject(policies),
    retention: z
      .strictObject(retention)
      .meta({ description: 'How long what is over is kept before it is dropped.' }),
    serviceHours: z
      .strictObject(serviceHours)
      .meta({ description: 'Equal times: always open. `to` before `from`: over midnight.' }),
    ...others,
  })
  .meta({ id: 'Settings' });

/** Members left out stay as they are, at every depth; a list given replaces the list. */
export const settingsPatch = partialOf({
  institution: partialOf({
    ...institution,
    colors: partialOf(colors),
    supportDesk: partialOf(supportDesk),
  }),
  lifetimes: partialOf(lifetimes),
  policies: partialOf(policies),
  retention: partialOf(retention),
  serviceHours: partialOf(serviceHours),
  ...others,
}).meta({ id: 'SettingsPatch' });
export type SettingsPatch = z.output<typeof settingsPatch>;

/** Hours to try; what is left out is as saved. */
export const openingDraft = partialOf({
  serviceHours: partialOf(serviceHours),
  maintenance: others.maintenance,
}).meta({ id: 'OpeningDraft' });

export const openingOutlook = z
  .strictObject({
    now: timestamp,
    open: z.boolean(),
    cause: z.enum(['maintenance', 'outside_service_hours', 'closed_today']).exactOptional(),
    changesAt: timestamp
      .exactOptional()
      .meta({ description: 'When it closes, or opens. Left out: not within 30 days.' }),
  })
  .meta({ id: 'OpeningOutlook' });

/** A retention to try; what is left out is as saved. */
export const retentionDraft = partialOf({ retention: partialOf(retention) }).meta({ id: 'RetentionDraft' });

export const droppedRows = z
  .strictObject({
    endedGrants: z.int(),
    expiredTokens: z.int().meta({
      description: 'Tokens, codes, interactions and pushed requests, without the tokens of those grants.',
    }),
  })
  .meta({ id: 'DroppedRows' });

export const retentionOutlook = z
  .strictObject({
    now: timestamp,
    overdue: droppedRows.meta({ description: 'Dropped by the next sweep, which the log tells of before.' }),
    nextAt: timestamp
      .exactOptional()
      .meta({ description: 'When the next of what is over by now was kept long enough.' }),
  })
  .meta({ id: 'RetentionOutlook' });
