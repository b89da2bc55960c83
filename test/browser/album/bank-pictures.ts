import type { OutcomeCode } from '../../../server/bank/catalogue/index.ts';
import { customers, type BankScreens } from '../bank-screens.ts';
import { asked, at, byAccount, chooseCertificate, openLogin } from './bank-steps.ts';
import { looks, type Look, type Picture } from './picture.ts';

const { ja, en, phone, phoneEn } = looks;

/** The pages on the way, which each variant has for itself. */
const onTheWay = (['personal', 'smartphone', 'corporate'] as const).flatMap((variant): Picture[] => {
  const usual: Look = variant === 'smartphone' ? phone : ja;
  const english: Look = variant === 'smartphone' ? phoneEn : en;
  const picture = (
    name: string,
    outcome: OutcomeCode,
    act: (bank: BankScreens) => Promise<unknown>,
    { taken = [usual], parameters = {} }: { taken?: readonly Look[]; parameters?: object } = {},
  ): Picture => ({
    name: `${variant}-${name}`,
    of: { bank: outcome },
    looks: taken,
    whole: true,
    show: async (stage) => {
      await act(await openLogin(stage, { variant, parameters: { ...parameters } }));
    },
  });
  const both = { taken: [usual, english] };
  const consent = async (bank: BankScreens) => {
    await bank.logIn(variant);
    await bank.agreement.waitFor();
  };
  return [
    picture('login', 'login_page_shown', (bank) => bank.button('認証').waitFor(), both),
    picture('login-refused', 'wrong_credentials', async (bank) => {
      await bank.logIn(variant, 'wrong');
      await bank.alert.waitFor();
    }),
    picture('consent', 'consent_page_shown', consent, both),
    picture('consent-incomplete', 'no_permission_chosen', async (bank) => {
      await consent(bank);
      await bank.checkbox('残高照会').uncheck();
      await bank.checkbox('入出金明細照会').uncheck();
      await bank.agreement.check();
      await bank.button('許可').click();
      await bank.alert.waitFor();
    }),
    picture('consent-by-account', 'consent_page_shown', consent, {
      parameters: byAccount,
      taken: variant === 'smartphone' ? [phone, phoneEn] : [usual],
    }),
    picture('certificate', 'certificate_page_shown', async (bank) => {
      await bank.button('電子証明書認証').click();
      await bank.button('この証明書で認証').waitFor();
    }),
    picture('forgot-password', 'forgot_password_shown', async (bank) => {
      await bank.link('こちら').click();
      await bank.link('ログイン画面へ戻る').waitFor();
    }),
  ];
});

const beside: readonly Picture[] = [
  {
    name: 'terms',
    of: { bank: 'terms_shown' },
    looks: [ja, en, phone],
    whole: true,
    show: at('/ib/terms'),
  },
  { name: 'about', of: { bank: 'about_shown' }, looks: [ja, phoneEn], whole: true, show: at('/ib/about') },
  {
    name: 'forgot-password',
    of: { bank: 'forgot_password_shown' },
    looks: [phoneEn],
    whole: true,
    show: at('/ib/forgot-password'),
  },
  {
    name: 'certificate',
    of: { bank: 'certificate_page_shown' },
    looks: [phoneEn],
    whole: true,
    show: async (stage) => {
      await (await openLogin(stage)).button('電子証明書認証').click();
      await stage.page.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'kind-choice',
    of: { bank: 'kind_choice_shown' },
    looks: [ja, phoneEn],
    whole: true,
    show: asked({ client_id: 'freee' }),
  },
  {
    name: 'certificate-and-password',
    of: { bank: 'login_page_shown' },
    looks: [ja, phoneEn],
    whole: true,
    show: async (stage) => {
      await (await openLogin(stage)).button('電子証明書認証').click();
      await chooseCertificate(stage, /10000000042/);
      await stage.page.getByRole('status').waitFor();
    },
  },
  {
    name: 'new-terms',
    of: { bank: 'consent_page_shown' },
    looks: [ja],
    whole: true,
    show: async (stage) => {
      await stage.sandbox.control('POST', '/grants', {
        clientId: 'demo-kakeibo',
        loginId: customers.personal.loginId,
        scopes: ['account:balance'],
      });
      await stage.sandbox.changeSettings({ termsVersion: '2027-04-01' });
      const bank = await openLogin(stage);
      await bank.logIn('personal');
      await bank.agreement.waitFor();
    },
  },
  {
    name: 'institution-hamashin',
    of: { bank: 'login_page_shown' },
    looks: [ja],
    whole: true,
    show: async (stage) => {
      await stage.sandbox.changeSettings({ institution: { profile: 'hamashin' } });
      await openLogin(stage, { variant: 'corporate' });
    },
  },
];

export const bankPictures: readonly Picture[] = [...onTheWay, ...beside];
