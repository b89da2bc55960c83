import { z } from 'zod';
import { LOCAL_SUITE } from '../local-suite.ts';
import { bilingual, says } from './common.ts';
import { jsonWebKeySet, securityProfile } from './client.ts';

export const suitePlanName = z.enum([
  'oidcc-basic-certification-test-plan',
  'oidcc-formpost-basic-certification-test-plan',
  'oidcc-config-certification-test-plan',
  'oidcc-dynamic-certification-test-plan',
  'oidcc-rp-initiated-logout-certification-test-plan',
  'fapi1-advanced-final-test-plan',
  'fapi2-security-profile-final-test-plan',
  'fapi2-message-signing-final-test-plan',
  'fapi2-security-profile-id2-test-plan',
  'fapi2-message-signing-id1-test-plan',
]);

/** A test plan of the OpenID Foundation's conformance suite. */
export const suitePlan = z
  .strictObject({
    plan: suitePlanName,
    title: bilingual,
    profile: securityProfile.meta({ description: 'The sandbox_profile of the plan’s clients.' }),
    parameters: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()).min(1) })).meta({
      description: 'The variant parameters and what each may be; the first value is the usual one.',
    }),
  })
  .meta({ id: 'SuitePlan' });
export type SuitePlanView = z.output<typeof suitePlan>;

export const newSuiteConfiguration = z
  .strictObject({
    plan: suitePlanName,
    variant: z
      .record(z.string().min(1).max(60), z.string().max(60))
      .default({})
      .meta({ description: 'Values of the plan’s parameters; what is left out is the usual one.' }),
    alias: z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/,
        says(
          '1〜40文字の半角小文字・数字・ハイフンにしてください（両端は文字か数字）。',
          'Write 1 to 40 lower-case letters, digits and hyphens, with no hyphen at the ends.',
        ),
      )
      .default('ib-link-sandbox')
      .meta({ description: 'The suite’s name for the configuration: a part of its callback addresses.' }),
    suiteBase: z
      .string()
      .max(200)
      .refine(
        isAddressOfSuite,
        says(
          'https://suite.example:8443 のような、クエリのない https のアドレスを書いてください。',
          'Write an https address without a query, such as https://suite.example:8443.',
        ),
      )
      .default(LOCAL_SUITE)
      .meta({ description: 'Where the suite answers.' }),
    loginId: z
      .string()
      .min(1)
      .max(64)
      .exactOptional()
      .meta({ description: 'The customer who logs in; left out: the first who can by password.' }),
  })
  .meta({ id: 'SuiteConfigurationInput' });
export type NewSuiteConfiguration = z.input<typeof newSuiteConfiguration>;

function isAddressOfSuite(text: string): boolean {
  if (!/^https:\/\/[\w.:[\]-]+(?:\/[\w./-]*)?$/.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

const configuredClient = z.strictObject({
  client_id: z.string(),
  client_secret: z.string().exactOptional(),
  scope: z.string().exactOptional(),
  jwks: jsonWebKeySet.exactOptional().meta({ description: 'Private keys.' }),
});
const configuredCertificate = z.strictObject({
  cert: z.string().meta({ description: 'PEM.' }),
  key: z.string().meta({ description: 'PEM, PKCS#8.' }),
  ca: z.string().meta({ description: 'PEM.' }),
});
const browserVisits = z.array(
  z.strictObject({
    comment: z.string().exactOptional(),
    match: z.string(),
    'match-limit': z.int().exactOptional(),
    tasks: z.array(
      z.strictObject({
        task: z.string(),
        match: z.string(),
        optional: z.literal(true).exactOptional(),
        commands: z.array(z.array(z.union([z.string(), z.number()]).meta({ id: 'BrowserCommandPart' }))),
      }),
    ),
  }),
);

/** The suite's own format, to be given to it as it is. */
export const suiteConfiguration = z
  .strictObject({
    alias: z.string(),
    description: z.string(),
    server: z.strictObject({
      discoveryUrl: z.string(),
      allow_unexpected_metadata_fields: z.array(z.string()).meta({
        description: 'Members of the metadata that no specification registers, and which are meant.',
      }),
    }),
    client: configuredClient,
    client2: configuredClient,
    client_secret_post: configuredClient.exactOptional(),
    mtls: configuredCertificate.exactOptional(),
    mtls2: configuredCertificate.exactOptional(),
    resource: z
      .strictObject({
        resourceUrl: z.string(),
        richAuthorizationRequest: z.array(z.record(z.string(), z.unknown())).exactOptional(),
      })
      .exactOptional(),
    browser: browserVisits,
    override: z.record(z.string(), z.strictObject({ browser: browserVisits })),
    options: z.strictObject({ browsercontrol_css_enable: z.literal(false) }),
    ib_link_sandbox: z
      .strictObject({
        plan: suitePlanName,
        variant: z.record(z.string(), z.string()),
        argument: z.string().meta({ description: 'Plan and variant for the suite’s own runner.' }),
        notes: z.array(bilingual).meta({ description: 'What to put right before a run.' }),
      })
      .meta({ description: 'The sandbox’s own; the suite passes over it.' }),
  })
  .meta({ id: 'SuiteConfiguration' });
export type SuiteConfigurationView = z.output<typeof suiteConfiguration>;
