import { BankScreens, customers, fieldNames, type ScreenVariant } from '../bank-screens.ts';
import { looks, type Look, type Picture, type Stage } from './picture.ts';

/** Opens the login page in the look's language and this variant. */
async function openLogin({ page, sandbox, look }: Stage, variant: ScreenVariant, parameters = {}) {
  const bank = new BankScreens(page, sandbox);
  await bank.openLogin(variant, { ...(look.lang === 'en' && { lang: 'en' }), parameters });
  return bank;
}

const byAccount = {
  scope: '',
  authorization_details: JSON.stringify([
    { type: 'account_information', actions: ['read_balances', 'read_transactions'] },
  ]),
};

/** The pages on the way, which each variant has for itself. */
const onTheWay = (['personal', 'smartphone', 'corporate'] as const).flatMap((variant): Picture[] => {
  const usual: Look = variant === 'smartphone' ? looks.phone : looks.ja;
  const english: Look = variant === 'smartphone' ? looks.phoneEn : looks.en;
  const picture = (
    name: string,
    act: (bank: BankScreens) => Promise<unknown>,
    { inEnglish = false, parameters = {} } = {},
  ): Picture => ({
    name: `${variant}-${name}`,
    looks: inEnglish ? [usual, english] : [usual],
    whole: true,
    show: async (stage) => {
      await act(await openLogin(stage, variant, parameters));
    },
  });
  const consent = async (bank: BankScreens) => {
    await bank.logIn(variant);
    await bank.agreement.waitFor();
  };
  return [
    picture('login', (bank) => bank.button('認証').waitFor(), { inEnglish: true }),
    picture('login-refused', async (bank) => {
      await bank.logIn(variant, 'wrong');
      await bank.alert.waitFor();
    }),
    picture('consent', consent, { inEnglish: true }),
    picture('consent-incomplete', async (bank) => {
      await consent(bank);
      await bank.checkbox('残高照会').uncheck();
      await bank.checkbox('入出金明細照会').uncheck();
      await bank.agreement.check();
      await bank.button('許可').click();
      await bank.alert.waitFor();
    }),
    picture('consent-by-account', consent, { parameters: byAccount }),
    picture('certificate', async (bank) => {
      await bank.button('電子証明書認証').click();
      await bank.button('この証明書で認証').waitFor();
    }),
    picture('forgot-password', async (bank) => {
      await bank.link('こちら').click();
      await bank.link('ログイン画面へ戻る').waitFor();
    }),
  ];
});

/** What stops somebody who logs in on the pages for people. */
const stopped = [
  { name: 'locked', loginId: '10000000005', password: 'Sandbox-0005' },
  { name: 'contract-stopped', loginId: '10000000011', password: 'Sandbox-0011' },
  { name: 'no-right-of-inquiry', loginId: '10000000012', password: 'Sandbox-0012' },
].map(({ name, loginId, password }): Picture => ({
  name,
  looks: name === 'locked' ? [looks.ja, looks.en, looks.phone] : [looks.ja],
  whole: true,
  show: async (stage) => {
    const bank = await openLogin(stage, stage.look.width === 360 ? 'smartphone' : 'personal');
    const names = fieldNames[stage.look.width === 360 ? 'smartphone' : 'personal'];
    await bank.textbox(names.loginId).fill(loginId);
    await bank.textbox(names.password).fill(password);
    await bank.button('認証').click();
    await bank.agreement.or(bank.alert).first().waitFor();
    if (await bank.agreement.isVisible()) {
      await bank.agreement.check();
      await bank.button('許可').click();
    }
    await bank.alert.waitFor();
  },
}));

/** What the bank says to certificates that do not open its door. */
const certificates = [
  { name: 'certificate-expired', choice: /期限切れ/ },
  { name: 'certificate-revoked', choice: /失効/ },
  { name: 'certificate-absent', choice: /証明書を提示しない/ },
].map(({ name, choice }): Picture => ({
  name,
  looks: [looks.ja],
  whole: true,
  show: async (stage) => {
    const bank = await openLogin(stage, 'personal');
    await bank.button('電子証明書認証').click();
    await stage.page.getByRole('radio', { name: choice }).first().check();
    await bank.button('この証明書で認証').click();
    await bank.alert.waitFor();
  },
}));

/** Pages for whoever asks at a wrong time. */
const closed = [
  { name: 'outside-hours', settings: { serviceHours: { from: '08:00', to: '13:00' } } },
  {
    name: 'closed-today',
    settings: { serviceHours: { from: '08:00', to: '20:00', closedOn: 'weekends' } },
  },
  {
    name: 'maintenance',
    settings: { maintenance: [{ from: '2027-02-20T13:00:00+09:00', to: '2027-02-20T14:30:00+09:00' }] },
  },
].map(({ name, settings }): Picture => ({
  name,
  looks: [looks.ja],
  whole: true,
  show: async ({ page, sandbox }) => {
    await sandbox.changeSettings(settings);
    await page.goto(new BankScreens(page, sandbox).authorizationUrl('personal'));
  },
}));

/** A page of the bank that needs no procedure. */
const at =
  (path: string): Picture['show'] =>
  async ({ page, sandbox, look }) => {
    await page.goto(`${sandbox.issuer}${path}?lang=${look.lang}`);
  };

/** An authorization request as a partner might send it. */
const asked =
  (parameters: Record<string, string>): Picture['show'] =>
  async ({ page, sandbox, look }) => {
    const bank = new BankScreens(page, sandbox);
    await page.goto(bank.authorizationUrl('personal', { ui_locales: look.lang, ...parameters }));
  };

const beside: readonly Picture[] = [
  { name: 'terms', looks: [looks.ja, looks.en, looks.phone], whole: true, show: at('/ib/terms') },
  { name: 'about', looks: [looks.ja], whole: true, show: at('/ib/about') },
  { name: 'nowhere', looks: [looks.ja], whole: true, show: at('/ib/nowhere') },
  { name: 'not-begun', looks: [looks.ja], whole: true, show: at('/ib/login') },
  { name: 'kind-choice', looks: [looks.ja], whole: true, show: asked({ client_id: 'freee' }) },
  {
    name: 'unknown-client',
    looks: [looks.ja, looks.en],
    whole: true,
    show: asked({ client_id: 'nobody' }),
  },
  {
    name: 'wrong-redirect-uri',
    looks: [looks.ja],
    whole: true,
    show: asked({ redirect_uri: 'https://partner.example/elsewhere' }),
  },
  {
    name: 'other-kind-chosen',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      await asked({ client_id: 'freee' })(stage);
      const bank = new BankScreens(stage.page, stage.sandbox);
      await stage.page.getByRole('link', { name: /個人のお客さま/ }).click();
      await bank.textbox('契約者ID').fill(customers.corporate.loginId);
      await bank.textbox('パスワード').fill(customers.corporate.password);
      await bank.button('認証').click();
      await bank.alert.waitFor();
    },
  },
  {
    name: 'waited-too-long',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      const bank = await openLogin(stage, 'personal');
      await stage.sandbox.advance('PT10M');
      await bank.logIn('personal');
      await bank.alert.waitFor();
    },
  },
  {
    name: 'finished',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      const bank = await openLogin(stage, 'personal');
      const login = stage.page.url();
      await bank.logIn('personal');
      await bank.agreement.check();
      await bank.returnedParameters(() => bank.button('許可').click());
      await stage.page.waitForLoadState();
      await stage.page.goto(login);
    },
  },
  {
    name: 'corporate-user-without-right',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      const bank = await openLogin(stage, 'corporate');
      await bank.textbox('お客様ID').fill('Corp-0003');
      await bank.textbox('ログインパスワード').fill('Sandbox-0103');
      await bank.button('認証').click();
      await bank.agreement.check();
      await bank.button('許可').click();
      await bank.alert.waitFor();
    },
  },
  {
    name: 'certificate-and-password',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      const bank = await openLogin(stage, 'personal');
      await bank.button('電子証明書認証').click();
      await stage.page
        .getByRole('radio', { name: /10000000042/ })
        .first()
        .check();
      await bank.button('この証明書で認証').click();
      await stage.page.getByRole('status').waitFor();
    },
  },
  {
    name: 'new-terms',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      await stage.sandbox.control('POST', '/grants', {
        clientId: 'demo-kakeibo',
        loginId: customers.personal.loginId,
        scopes: ['account:balance'],
      });
      await stage.sandbox.changeSettings({ termsVersion: '2027-04-01' });
      const bank = await openLogin(stage, 'personal');
      await bank.logIn('personal');
      await bank.agreement.waitFor();
    },
  },
  {
    name: 'institution-hamashin',
    looks: [looks.ja],
    whole: true,
    show: async (stage) => {
      await stage.sandbox.changeSettings({ institution: { profile: 'hamashin' } });
      await openLogin(stage, 'corporate');
    },
  },
];

export const bankPictures: readonly Picture[] = [
  ...onTheWay,
  ...stopped,
  ...certificates,
  ...closed,
  ...beside,
];
