import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partnerTexts, type PartnerLanguage } from '../../../server/partner/texts.ts';
import { allow, CustomerBrowser, logIn, TARO, type Customer } from '../../harness/customer-browser.ts';
import { linkWithoutScreens } from '../../harness/partner-client.ts';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

/*
 * What the demo partner tells its customers of each failure that partners complain about. The words are
 * written out here in both languages: they are what the customer is left with.
 */

const rehearsing = (digits: string): Customer => ({
  loginId: `100000000${digits}`,
  password: `Sandbox-00${digits}`,
});

/** A customer at the partner's pages, who goes to the bank's and comes back. */
class PartnerVisitor {
  readonly #sandbox: TestSandbox;
  readonly #language: PartnerLanguage;
  readonly #app: string;
  readonly #browser: CustomerBrowser;

  constructor(sandbox: TestSandbox, language: PartnerLanguage, app = 'kakeibo') {
    this.#sandbox = sandbox;
    this.#language = language;
    this.#app = app;
    this.#browser = new CustomerBrowser(new URL(sandbox.ready.partner).origin);
  }

  /** The page that is open, as text. */
  get text(): string {
    return this.#browser.page.text;
  }

  /** What is told with emphasis, so that a screen reader speaks it: an alert or a status. */
  get told(): string {
    return /role="(?:alert|status)"/.test(this.#browser.page.html) ? this.text : '';
  }

  async open(): Promise<this> {
    const query = new URLSearchParams({ app: this.#app, lang: this.#language, rows: '5000' });
    await this.#browser.open(`${this.#sandbox.ready.partner}?${query.toString()}`);
    return this;
  }

  async press(button: 'update' | 'refreshTokens' | 'disconnect'): Promise<this> {
    await this.#browser.press(partnerTexts[this.#language][button]);
    return this;
  }

  /** To the bank's login page. Its own pages speak Japanese here: they are not what this is about. */
  async toBank(button: 'connect' | 'reconnect' = 'connect'): Promise<CustomerBrowser> {
    await this.#browser.press(partnerTexts[this.#language][button]);
    const address = this.#browser.returned?.url;
    if (!address) throw new Error(`still at the partner: ${this.text}`);
    address.searchParams.set('ui_locales', 'ja');
    return new CustomerBrowser(this.#sandbox.issuer).open(address.href);
  }

  /** Back from the bank, with whatever it has sent along. */
  async comeBack({ returned }: CustomerBrowser): Promise<this> {
    if (!returned) throw new Error('still at the bank');
    await this.#browser.open(returned.url.href);
    return this;
  }

  /** The whole way to the bank and back, without a permission perhaps. */
  async link(
    customer: Customer,
    without?: string,
    button: 'connect' | 'reconnect' = 'connect',
  ): Promise<this> {
    if (button === 'connect') await this.open();
    const bank = await this.toBank(button);
    await logIn(bank, customer);
    if (without !== undefined) bank.tick(without, false);
    await allow(bank);
    return this.comeBack(bank);
  }

  /** How many rows the statement that is open has, by the partner's own count. */
  get rowsCounted(): number {
    const [, inJapanese, inEnglish] = /(\d+)件中 \d+件|\d+ of (\d+) shown/.exec(this.text) ?? [];
    return Number(inJapanese ?? inEnglish);
  }
}

const sameIn = (ja: string, en: string): Record<PartnerLanguage, string> => ({ ja, en });

const OVER = sameIn(
  '連携の有効期限が切れたか、解除されています。もう一度連携してください。',
  'The linkage has expired or was ended. Please link again.',
);
const REFRESHED = sameIn('新しいトークンを受け取りました。', 'New tokens received.');
const UPDATED = sameIn('口座情報を更新しました。', 'Your accounts have been updated.');
const LINKED = sameIn('連携しました。口座情報を取得しました。', 'Linked. Your accounts have been read.');
const UNREACHED = sameIn('金融機関に接続できませんでした。', 'The bank could not be reached.');
const IN_TROUBLE = sameIn(
  '金融機関で障害が起きているようです。連携は切れていません。',
  'The bank seems to be in trouble. You are still linked;',
);
const CUT_OFF = sameIn(
  '金融機関からの応答が途中で切れたため、取り込みませんでした。',
  'The answer of the bank broke off, so nothing of it was taken over.',
);
const CLOSED = sameIn(
  '金融機関がサービス時間外かメンテナンス中です。時間をおいて更新してください。',
  'The bank is closed at this hour or under maintenance. Please update later.',
);
const NOT_READ = sameIn('口座情報はまだ取得していません。', 'Nothing has been read yet.');
const TOO_OFTEN = sameIn(
  '金融機関への問い合わせが多すぎます。少し待ってから更新してください。（60秒後から）',
  'The bank was asked too often. Please wait a little and update again. (in 60 s)',
);
const NOT_ALLOWED = sameIn(
  '連携はキャンセルされたか、金融機関で認められませんでした。口座情報は取得していません。',
  'The linkage was cancelled, or the bank did not allow it. Nothing was read.',
);
const VANISHED = sameIn('金融機関から届かなくなったものがあります。', 'is no longer sent by the bank.');
const RENUMBERED = sameIn('取得済みの明細が別の番号で届きました。', 'came again under other numbers.');
const GAP = sameIn('取得できない期間があります。', 'There is a time between the last reading and this one');
const NO_BALANCE = sameIn('残高照会は許可されていません。', 'Balances were not allowed.');
const NO_STATEMENT = sameIn('入出金明細照会は許可されていません。', 'Statements were not allowed.');

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await sandbox.changeSettings({ policies: { slowPageMs: 20 } });
  });
  afterAll(() => sandbox.stop());

  const visitor = (app?: string) => new PartnerVisitor(sandbox, language, app);

  it('a second partner’s consent that ended the first: link again', async () => {
    const customer = await visitor().link(rehearsing('22'));
    await linkWithoutScreens(sandbox, { clientId: 'demo-mobile', loginId: '10000000022' });
    expect((await customer.press('update')).told).toContain(OVER[language]);
    expect(customer.text).toContain('superseded by a newer consent');
  });

  it.each([
    ['a change of password', '23', 'password_changed'],
    ['a consent the bank has lost', '26', 'invalid_grant'],
  ])('%s: link again', async (_what, digits, reason) => {
    const customer = await visitor().link(rehearsing(digits));
    expect((await customer.press('refreshTokens')).told).toContain(OVER[language]);
    expect(customer.text).toContain(reason);
    // What was read stays to be looked at, and the next press asks nobody.
    expect(customer.rowsCounted).toBeGreaterThan(0);
    const position = sandbox.logPosition();
    expect((await customer.press('update')).told).toContain(OVER[language]);
    expect(sandbox.logAfter(position)).toEqual([]);
  });

  it('an answer lost after the rotation: try again, which works', async () => {
    const customer = await visitor().link(rehearsing('24'));
    expect((await customer.press('refreshTokens')).told).toContain(UNREACHED[language]);
    expect((await customer.press('refreshTokens')).told).toContain(REFRESHED[language]);
  });

  it('new signing keys: nothing, for nothing here is signed', async () => {
    const customer = await visitor().link(TARO);
    await sandbox.control('POST', '/drills/signing-keys-changed', {});
    expect((await customer.press('refreshTokens')).told).toContain(REFRESHED[language]);
    expect((await customer.press('update')).told).toContain(UPDATED[language]);
  });

  it.each([
    ['the night', '13'],
    ['maintenance', '14'],
  ])('%s: linked, but nothing to be read yet, and from when', async (_what, digits) => {
    const customer = await visitor().link(rehearsing(digits));
    expect(customer.told).toContain(
      CLOSED[language] + (language === 'ja' ? '（56分後から）' : ' (in 56 min)'),
    );
    expect(customer.text).toContain(NOT_READ[language]);
  });

  it('too many questions: wait, and how long', async () => {
    const customer = await visitor().link(rehearsing('15'));
    expect((await customer.press('update')).told).toContain(TOO_OFTEN[language]);
    expect(customer.rowsCounted).toBeGreaterThan(0);
  });

  it('a slow page: no failure, and every row', async () => {
    const customer = await visitor().link(rehearsing('31'));
    expect(customer.told).toContain(LINKED[language]);
    expect(customer.rowsCounted).toBe(1_200);
  });

  it('a page cut off: no half statement', async () => {
    const customer = await visitor().link(rehearsing('32'));
    expect(customer.told).toContain(CUT_OFF[language]);
    expect(customer.text).toContain(NOT_READ[language]);
  });

  it('a balance that changes between two pages: the one that goes with the newest row', async () => {
    const customer = await visitor().link(rehearsing('33'));
    expect(customer.told).toContain(LINKED[language]);
    expect(customer.rowsCounted).toBe(1_201);
    const balance = sandbox.context.state.ledger('001019000033').balance().toString();
    const written = balance.replace(/\B(?=(\d{3})+$)/g, ',');
    // The sum, the account and the newest row.
    expect(customer.text.split(written).length - 1).toBeGreaterThanOrEqual(3);
  });

  it('an account that vanishes: look after it', async () => {
    const customer = await visitor().link(rehearsing('34'));
    expect(customer.text).toContain('9100034');
    await customer.press('refreshTokens');
    expect((await customer.press('update')).told).toContain(VANISHED[language]);
    expect(customer.text).not.toContain('9100034');
  });

  it('the same rows under other numbers after linking again: not twice', async () => {
    const customer = await visitor().link(rehearsing('35'));
    const { rowsCounted } = await customer.open();
    await customer.link(rehearsing('35'), undefined, 'reconnect');
    expect(customer.told).toContain(RENUMBERED[language]);
    expect((await customer.open()).rowsCounted).toBe(rowsCounted);
  });

  it('cancelling, as with the wrong certificate: nothing was read', async () => {
    const customer = await visitor().open();
    const bank = await customer.toBank();
    await bank.press('キャンセル');
    expect((await customer.comeBack(bank)).told).toContain(NOT_ALLOWED[language]);
  });

  it('a user without the right of inquiry: not allowed by the bank', async () => {
    const customer = await visitor('kaikei').open();
    const bank = await customer.toBank();
    await bank.fill('お客様ID', 'Corp-0003').fill('ログインパスワード', 'Sandbox-0103').press('認証');
    await bank.tick('しんきんAPIサービス利用規定に同意しました。').press('許可');
    await bank.press('外部サービスへ戻る');
    expect((await customer.comeBack(bank)).told).toContain(NOT_ALLOWED[language]);
  });

  it('a user with the right to some accounts: those, and not the administrator’s others', async () => {
    const customer = await visitor('kaikei').open();
    const bank = await customer.toBank();
    await bank.fill('お客様ID', 'Corp-0004').fill('ログインパスワード', 'Sandbox-0104').press('認証');
    await allow(bank);
    await customer.comeBack(bank);
    expect(customer.text).toContain('0100001');
    expect(customer.text).not.toContain('0100002');
  });

  it('a permission that was unticked: what was not allowed, with the rest', async () => {
    const withoutBalance = await visitor().link(TARO, '残高照会');
    expect(withoutBalance.text).toContain(NO_BALANCE[language]);
    expect(withoutBalance.rowsCounted).toBeGreaterThan(0);
    const withoutStatement = await visitor().link(TARO, '入出金明細照会');
    expect(withoutStatement.text).toContain(NO_STATEMENT[language]);
    const balance = sandbox.context.state.ledger('001011000001').balance().toString();
    expect(withoutStatement.text).toContain(balance.replace(/\B(?=(\d{3})+$)/g, ','));
  });

  it('with the clock: minutes of trouble, the end of the 90 days, and a gap after a lapse', async () => {
    await using own = await startSandbox();
    const visit = () => new PartnerVisitor(own, language);
    const [ledger, troubled, lapsed] = [visit(), visit(), visit()];
    await ledger.link(TARO);
    await troubled.link(rehearsing('25'));
    await lapsed.link(rehearsing('36'));
    expect((await troubled.press('refreshTokens')).told).toContain(IN_TROUBLE[language]);
    await own.advance('PT5M');
    expect((await troubled.press('refreshTokens')).told).toContain(REFRESHED[language]);

    const { now } = await own.advance('P90D');
    expect((await ledger.press('update')).told).toContain(OVER[language]);
    await ledger.link(TARO, undefined, 'reconnect');
    expect(ledger.told).toContain(LINKED[language]);

    expect((await lapsed.press('update')).told).toContain(OVER[language]);
    await own.control('POST', '/accounts/001019000036/transactions', {
      transactionDate: now.slice(0, 10),
      transactionType: '1',
      amount: '1000',
    });
    await lapsed.link(rehearsing('36'), undefined, 'reconnect');
    expect(lapsed.told).toContain(GAP[language]);
  });
});
