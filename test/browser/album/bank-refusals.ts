import type { Page } from '@playwright/test';
import type { RefusalCode } from '../../../server/bank/catalogue/index.ts';
import { issueToCustomer } from '../../harness/issued-certificates.ts';
import { BankScreens, customers } from '../bank-screens.ts';
import { asked, at, byAccount, chooseCertificate, logIn, openLogin } from './bank-steps.ts';
import { looks, type Look, type Picture, type Stage } from './picture.ts';

const { ja, en, phone, phoneEn } = looks;

const alert = (page: Page) => page.getByRole('alert').first().waitFor();

/** What a customer reads where the bank refuses to go on. */
const refusal = (
  name: string,
  code: RefusalCode,
  show: (stage: Stage) => Promise<unknown>,
  taken: readonly Look[] = [ja, phoneEn],
): Picture => ({
  name,
  of: { bank: code },
  looks: taken,
  // What is wrong stands at the top; the rest of the page has a picture of its own.
  whole: 'pc',
  show: async (stage) => {
    await show(stage);
    await alert(stage.page);
  },
});

async function allow(bank: BankScreens): Promise<void> {
  await bank.agreement.check();
  await bank.button('許可').click();
}

/** At login, or with the consent. */
const ofCustomers: readonly Picture[] = [
  refusal(
    'locked',
    'customer_locked',
    async (stage) =>
      logIn(await openLogin(stage), stage, { loginId: '10000000005', password: 'Sandbox-0005' }),
    [ja, en, phone],
  ),
  refusal('contract-stopped', 'customer_stopped', async (stage) =>
    logIn(await openLogin(stage), stage, { loginId: '10000000011', password: 'Sandbox-0011' }),
  ),
  refusal('no-right-of-inquiry', 'inquiry_not_permitted', async (stage) => {
    const bank = await openLogin(stage);
    await logIn(bank, stage, { loginId: '10000000012', password: 'Sandbox-0012' });
    await allow(bank);
  }),
  refusal(
    'corporate-user-without-right',
    'inquiry_not_permitted',
    async (stage) => {
      const bank = await openLogin(stage, { variant: 'corporate' });
      await logIn(bank, stage, { loginId: 'Corp-0003', password: 'Sandbox-0103' }, 'corporate');
      await allow(bank);
    },
    [ja],
  ),
  refusal('wrong-customer-kind', 'wrong_customer_kind', async (stage) => {
    const parameters = { client_id: 'demo-kaikei' };
    const bank = await openLogin(stage, { variant: 'corporate', parameters });
    await logIn(bank, stage, customers.personal, 'corporate');
  }),
  refusal('other-kind-chosen', 'other_kind_chosen', async (stage) => {
    await asked({ client_id: 'freee' })(stage);
    const bank = new BankScreens(stage.page, stage.sandbox);
    await stage.page.getByRole('link', { name: /個人のお客さま/ }).click();
    await logIn(bank, { ...stage, look: ja }, customers.corporate);
  }),
  refusal('terms-not-agreed', 'terms_not_agreed', async (stage) => {
    const bank = await openLogin(stage);
    await logIn(bank, stage, customers.personal);
    await bank.button('許可').click();
  }),
  refusal('no-account-chosen', 'no_account_chosen', async (stage) => {
    const bank = await consentByAccount(stage);
    for (const account of await accountBoxes(stage.page).all()) await account.uncheck();
    await allow(bank);
  }),
  refusal('account-not-offered', 'account_not_offered', async (stage) => {
    const bank = await consentByAccount(stage);
    const foreign = accountBoxes(stage.page).first();
    await foreign.evaluate((box) => box.setAttribute('value', '001010100001'));
    await foreign.check();
    await allow(bank);
  }),
];

async function consentByAccount(stage: Stage): Promise<BankScreens> {
  const bank = await openLogin(stage, { parameters: byAccount });
  await logIn(bank, stage, customers.personal);
  await bank.agreement.waitFor();
  return bank;
}

const accountBoxes = (page: Page) => page.locator('input[name="account"]');

/** The bank's answers to certificates, chosen in the chooser that stands in for the browser's. */
const ofCertificates: readonly Picture[] = [
  withCertificate('certificate-expired', 'certificate_expired', /期限切れ|Expired/i),
  withCertificate('certificate-revoked', 'certificate_revoked', /失効|Revoked/i),
  withCertificate(
    'certificate-absent',
    'certificate_unavailable',
    /証明書を提示しない|Present no certificate/i,
  ),
  withCertificate('certificate-of-another', 'certificate_of_another_customer', /10000000006.*(有効|Valid)/i, {
    parameters: { login_hint: '10000000042' },
  }),
  withCertificate('certificate-not-contracted', 'certificate_not_contracted', /10000000001/, {
    before: ({ sandbox }) => issueToCustomer(sandbox, '10000000001'),
  }),
  withCertificate(
    'certificate-not-yet-valid',
    'certificate_not_yet_valid',
    /10000000006.*(有効期間前|not valid yet)/,
    {
      before: beginCertificateTomorrow,
    },
  ),
  withCertificate('certificate-unknown', 'certificate_unknown', /10000000006.*(有効|Valid)/i, {
    // As from a page that was left open while the scenario was loaded again.
    meanwhile: ({ page }) =>
      page
        .getByRole('radio', { name: /10000000006.*(有効|Valid)/i })
        .evaluate((choice) => choice.setAttribute('value', 'AB01')),
  }),
  refusal('certificate-required', 'certificate_required', async (stage) =>
    logIn(await openLogin(stage), stage, { loginId: '10000000042', password: 'Sandbox-0042' }),
  ),
  refusal('password-of-another', 'certificate_of_another_customer', async (stage) => {
    const bank = await openLogin(stage);
    await bank.button('電子証明書認証').click();
    await chooseCertificate(stage, /10000000042/);
    await stage.page.getByRole('status').waitFor();
    await logIn(bank, stage, customers.personal);
  }),
];

interface Choosing {
  readonly parameters?: Record<string, string>;
  readonly before?: (stage: Stage) => Promise<unknown>;
  /** While the chooser is open. */
  readonly meanwhile?: (stage: Stage) => Promise<unknown>;
}

function withCertificate(
  name: string,
  code: RefusalCode,
  choice: RegExp,
  { parameters = {}, before, meanwhile }: Choosing = {},
): Picture {
  const picture = refusal(name, code, async (stage) => {
    await before?.(stage);
    const bank = await openLogin(stage, { parameters });
    await bank.button('電子証明書認証').click();
    await meanwhile?.(stage);
    await chooseCertificate(stage, choice);
  });
  return { ...picture, whole: false };
}

interface ScenarioWithCertificates {
  readonly customers: { readonly loginId: string; readonly certificates?: { notBefore: string }[] }[];
}

/** The customer's certificates are all those of tomorrow. */
async function beginCertificateTomorrow({ sandbox }: Stage): Promise<void> {
  const scenario = await sandbox.control<ScenarioWithCertificates>('GET', '/scenario');
  const holder = scenario.customers.find(({ loginId }) => loginId === '10000000006');
  for (const certificate of holder?.certificates ?? []) certificate.notBefore = 'today+1';
  await sandbox.control('POST', '/scenario', scenario);
}

/** Pages for whoever asks at a wrong time. */
const closed = (
  [
    { name: 'outside-hours', code: 'outside_service_hours', settings: { from: '08:00', to: '13:00' } },
    {
      name: 'closed-today',
      code: 'closed_today',
      settings: { from: '08:00', to: '20:00', closedOn: 'weekends' },
    },
    { name: 'maintenance', code: 'maintenance', settings: undefined },
  ] as const
).map(({ name, code, settings }) =>
  refusal(name, code, async (stage) => {
    const maintenance = [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T14:30:00+09:00' }];
    await stage.sandbox.changeSettings(settings ? { serviceHours: settings } : { maintenance });
    await asked()(stage);
  }),
);

/** A procedure that is not one, or not any more. */
const ofProcedures: readonly Picture[] = [
  refusal('nowhere', 'endpoint_unknown', at('/ib/nowhere')),
  refusal('not-begun', 'interaction_unknown', at('/ib/login')),
  refusal('unknown-client', 'unknown_client', asked({ client_id: 'nobody' }), [ja, en, phoneEn]),
  refusal(
    'wrong-redirect-uri',
    'redirect_uri_mismatch',
    asked({ redirect_uri: 'https://partner.example/elsewhere' }),
  ),
  refusal('waited-too-long', 'interaction_expired', async (stage) => {
    const bank = await openLogin(stage);
    await stage.sandbox.advance('PT10M');
    await logIn(bank, stage, customers.personal);
  }),
  refusal('finished', 'interaction_finished', async (stage) => {
    const bank = await openLogin(stage);
    const login = stage.page.url();
    await logIn(bank, stage, customers.personal);
    await bank.agreement.check();
    await bank.returnedParameters(() => bank.button('許可').click());
    await stage.page.waitForLoadState();
    await stage.page.goto(login);
  }),
  refusal('form-forged', 'form_forged', async (stage) => {
    const bank = await openLogin(stage);
    await stage.page
      .locator('input[name="csrf"]')
      .first()
      .evaluate((field) => field.setAttribute('value', 'guessed'));
    await logIn(bank, stage, customers.personal);
  }),
];

export const bankRefusals: readonly Picture[] = [
  ...ofCustomers,
  ...ofCertificates,
  ...closed,
  ...ofProcedures,
];
