import { metadataPaths } from '../authorization/endpoint-paths.ts';
import { extensionMembers } from '../authorization/metadata.ts';
import type { Bilingual } from '../bank/catalogue/index.ts';
import { isStopped } from '../bank/contract.ts';
import { InvalidInput } from '../bank/invalid-input.ts';
import { changeSettings } from '../bank/settings.ts';
import { ACCOUNT_INFORMATION, type Customer } from '../bank/model.ts';
import { Refusal } from '../bank/refusal.ts';
import { openingAt } from '../bank/service-hours.ts';
import type { Effect } from '../bank/state.ts';
import type { SandboxContext } from '../context.ts';
import { browserSteps, type BrowserSteps } from './browser-steps.ts';
import { renewSuiteClients, scopeOf, type SuiteClient, type SuiteClientMember } from './clients.ts';
import {
  isOpenIdPlan,
  runnerArgument,
  suitePlans,
  variantOf,
  type SuitePlanName,
  type SuiteVariant,
} from './plans.ts';

/** What is asked of the export. */
export interface SuiteConfigurationRequest {
  readonly plan: SuitePlanName;
  readonly variant: Readonly<Record<string, string>>;
  /** The suite's name for this configuration, a part of its callback addresses. */
  readonly alias: string;
  /** Where the suite answers. */
  readonly suiteBase: string;
  /** Who logs in; left out: the first customer who can. */
  readonly loginId?: string;
}

interface ConfiguredClient {
  client_id: string;
  client_secret?: string;
  scope?: string;
  jwks?: { keys: Record<string, unknown>[] };
}

interface ConfiguredCertificate {
  cert: string;
  key: string;
  ca: string;
}

/** The suite's configuration file. Members it does not know it leaves alone, such as the last one here. */
export interface SuiteConfiguration extends BrowserSteps {
  alias: string;
  description: string;
  server: {
    discoveryUrl: string;
    /** Members of the metadata that no specification registers, and which are meant. */
    allow_unexpected_metadata_fields: string[];
  };
  client: ConfiguredClient;
  client2: ConfiguredClient;
  client_secret_post?: ConfiguredClient;
  mtls?: ConfiguredCertificate;
  mtls2?: ConfiguredCertificate;
  resource?: {
    resourceUrl: string;
    /** What is asked for in the place of scopes (RFC 9396). */
    richAuthorizationRequest?: Record<string, unknown>[];
  };
  /** HtmlUnit would only stumble over the screens' stylesheets. */
  options: { browsercontrol_css_enable: false };
  ib_link_sandbox: {
    plan: SuitePlanName;
    variant: SuiteVariant;
    /** The two for the suite's own runner. */
    argument: string;
    notes: Bilingual[];
  };
}

/** What a rich authorization request of the suite asks for. */
const ACCESS_ASKED_FOR = [
  { type: ACCOUNT_INFORMATION, actions: ['read_balances', 'read_transactions'] },
] as const;

/** Longer than a module takes, and shorter than a plan. */
const LOGIN_MINUTES = 30;

/**
 * The plans of OpenID Connect build on an earlier login; where the bank keeps them already, it stays so.
 * The FAPI plans want the login page at every linkage.
 *
 * @returns whether the setting had been another.
 */
async function setLoginSession(
  { work, logins }: SandboxContext,
  plan: SuitePlanName,
  onEffects: (effects: Effect[]) => void,
): Promise<{ changed: boolean }> {
  if (isOpenIdPlan(plan) === (logins.minutes !== undefined)) return { changed: false };
  const loginSession = isOpenIdPlan(plan) ? LOGIN_MINUTES : 'off';
  await work.run((tx) => changeSettings(tx, { policies: { loginSession } }), onEffects);
  return { changed: true };
}

/** Its clients register addresses at the suite's server, and can't say that its certificate is to be trusted. */
const DYNAMIC: SuitePlanName = 'oidcc-dynamic-certification-test-plan';

async function trustServerOfSuite(
  { work }: SandboxContext,
  onEffects: (effects: Effect[]) => void,
): Promise<void> {
  await work.run((tx) => changeSettings(tx, { policies: { trustAnyCertificate: true } }), onEffects);
}

/** The accounts: what one token of a FAPI plan opens (data API). */
const RESOURCE = '/personal/v1/accounts';

/**
 * Makes the configuration for one test plan, and the clients it names. Everything in it is at the
 * bank's TLS address: the suite takes no other.
 *
 * @throws Refusal `conformance_suite_needs_https`; InvalidInput for a variant that is not offered, or
 *   a customer who can't log in by password.
 */
export async function suiteConfiguration(
  context: SandboxContext,
  request: SuiteConfigurationRequest,
  onEffects: (effects: Effect[]) => void,
): Promise<SuiteConfiguration> {
  const { httpsIssuer } = context.addresses;
  if (httpsIssuer === null) throw new Refusal('conformance_suite_needs_https');
  const { plan, alias } = request;
  const variant = variantOf(plan, request.variant);
  const { loginId, password } = customerFor(context, request.loginId);
  const base = `${request.suiteBase.replace(/\/$/, '')}/test/a/${alias}`;
  const addresses = { callback: `${base}/callback`, afterLogout: `${base}/post_logout_redirect` };
  const clients = await renewSuiteClients(context, { plan, variant, alias, ...addresses }, onEffects);
  const loginSession = await setLoginSession(context, plan, onEffects);
  if (plan === DYNAMIC) await trustServerOfSuite(context, onEffects);
  const ca = await context.certificates.rootCertificate();
  const scope = scopeOf({ variant });
  return {
    alias,
    description: `IB Link Sandbox, ${suitePlans[plan].title.en}: ${runnerArgument(plan, variant)}`,
    server: {
      discoveryUrl: httpsIssuer + metadataPaths[1],
      allow_unexpected_metadata_fields: [...extensionMembers],
    },
    ...configuredClients(clients, scope),
    ...configuredCertificates(clients, ca),
    ...(!isOpenIdPlan(plan) && {
      resource: {
        resourceUrl: httpsIssuer + RESOURCE,
        ...(variant['authorization_request_type'] === 'rar' && {
          richAuthorizationRequest: ACCESS_ASKED_FOR.map((detail) => ({ ...detail })),
        }),
      },
    }),
    ...browserSteps(plan, variant, { httpsIssuer, ...addresses, loginId, password }),
    options: { browsercontrol_css_enable: false },
    ib_link_sandbox: {
      plan,
      variant,
      argument: runnerArgument(plan, variant),
      notes: notes(context, { plan, variant, loginSessionChanged: loginSession.changed }),
    },
  };
}

function configuredClients(
  clients: readonly SuiteClient[],
  scope: string,
): Pick<SuiteConfiguration, SuiteClientMember> {
  const configured = clients.map(({ member, client: { client_id, client_secret }, privateKeys }) => {
    const proof = privateKeys
      ? { scope, jwks: { keys: privateKeys.keys.map((key) => ({ ...key })) } }
      : { ...(client_secret !== undefined && { client_secret }) };
    return [member, { client_id, ...proof }] as const;
  });
  return Object.fromEntries(configured) as Pick<SuiteConfiguration, SuiteClientMember>;
}

function configuredCertificates(
  clients: readonly SuiteClient[],
  ca: string,
): Pick<SuiteConfiguration, 'mtls' | 'mtls2'> {
  return Object.fromEntries(
    clients.flatMap(({ member, certificate }) =>
      certificate
        ? [
            [
              member === 'client2' ? 'mtls2' : 'mtls',
              { cert: certificate.certificate, key: certificate.privateKey, ca },
            ],
          ]
        : [],
    ),
  );
}

/** A personal customer who gets through the screens with nothing but ID and password. */
function customerFor(
  { state }: SandboxContext,
  loginId: string | undefined,
): { loginId: string; password: string } {
  const usable = [...state.customers].find(
    (customer) =>
      (loginId === undefined ? customer.drill === undefined : customer.loginId === loginId) &&
      getsThrough(customer),
  );
  const stopped = usable && isStopped(state, usable);
  if (usable?.password !== undefined && !stopped)
    return { loginId: usable.loginId, password: usable.password };
  throw new InvalidInput([
    {
      path: 'loginId',
      message: {
        ja: 'パスワードでログインできる個人の契約者（ロックや停止のない、照会できる人）のログイン ID を指定してください。',
        en: 'Name the login of a personal customer who logs in by password, may inquire, and is neither locked nor stopped.',
      },
    },
  ]);
}

function getsThrough({ kind, login, status, mayInquire }: Customer): boolean {
  return kind === 'personal' && login === 'password' && status === 'active' && mayInquire;
}

/** What a run of the Dynamic plan changes at the bank, needs a hand for, and can't pass. */
const notesOnDynamic: readonly Bilingual[] = [
  {
    ja: 'スイートのサーバーは自己署名の証明書を使うので、銀行が読みに行く先の証明書を問わない設定（policies.trustAnyCertificate）にしました。終わったら false に戻してください。',
    en: 'The server of the suite has a certificate of its own making, so the bank now reads from servers with any certificate (policies.trustAnyCertificate). Set it back to false afterwards.',
  },
  {
    ja: 'oidcc-server-rotate-keys は Start を待ちます。押す前に、鍵の画面か POST /keys/rotate で RS256 の鍵を取り替えてください。',
    en: 'oidcc-server-rotate-keys waits for Start. Rotate the RS256 key before you press it, on the page of keys or with POST /keys/rotate.',
  },
  {
    ja: 'この銀行にはインプリシットフローも、URL で渡す request_uri もありません。oidcc-request-uri-unsigned、oidcc-request-uri-signed-rs256、oidcc-discovery-endpoint-verification（このプランではインプリシットフローを求めます）は通りません。',
    en: 'This bank has neither the implicit flow nor request_uri by reference: oidcc-request-uri-unsigned, oidcc-request-uri-signed-rs256 and oidcc-discovery-endpoint-verification, which asks for the implicit flow in this plan, do not pass.',
  },
];

/** What would make modules of the suite fail, and is no fault of a run. */
function notes(
  context: SandboxContext,
  run: { plan: SuitePlanName; variant: SuiteVariant; loginSessionChanged: boolean },
): Bilingual[] {
  const { plan, variant } = run;
  const { clock } = context;
  const settings = context.settings();
  const found: Bilingual[] = [];
  if (!isOpenIdPlan(plan) && run.loginSessionChanged) {
    found.push({
      ja: 'ログイン状態を保つ設定（policies.loginSession）を off にしました。FAPI のプランは、連携のたびのログインを前提にしています。',
      en: 'Logins are not kept from now on (policies.loginSession is off): the FAPI plans expect the login page at every linkage.',
    });
  }
  if (isOpenIdPlan(plan)) {
    found.push({
      ja: `ログイン状態を ${LOGIN_MINUTES} 分保つ設定（policies.loginSession）にしました。終わったら off に戻してください。`,
      en: `Logins are kept for ${LOGIN_MINUTES} minutes from now on (policies.loginSession), which these plans build on. Set it back to off afterwards.`,
    });
  }
  if (plan === DYNAMIC) found.push(...notesOnDynamic);
  if (variant['openid'] === 'openid_connect') {
    found.push({
      ja: 'userinfo の name#ja-Kana-JP に警告が出ますが、言語と文字の付いた名前は OpenID Connect Core §5.2 の形で、誤りではありません。',
      en: 'The suite warns of name#ja-Kana-JP in userinfo. A claim with the tag of its language and script is what OpenID Connect Core section 5.2 describes, so it stays.',
    });
  }
  if (clock.setting.mode !== 'real') {
    found.push({
      ja: '銀行の時計が実際の時刻と違います。スイートは実際の時刻で署名するので、時計を「実際の時刻」に戻してから始めてください。',
      en: 'The bank’s clock is not the real one. The suite signs by real time; set the clock to real before a run.',
    });
  }
  if (!openingAt(settings, clock.now()).open) {
    found.push({
      ja: '銀行は今サービス時間外です。画面は開きません。',
      en: 'The bank is closed at this hour; its screens do not open.',
    });
  }
  if (settings.policies.grantPolicy === 'one-per-customer') {
    found.push({
      ja: '契約者ごとに連携が一つだけの設定です。二つのクライアントを使うモジュールでは、二つ目の連携が一つ目を終わらせます。',
      en: 'The bank keeps one linkage per customer: in modules with two clients the second link ends the first.',
    });
  }
  return found;
}
