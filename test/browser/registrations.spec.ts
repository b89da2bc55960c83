import { ConsoleSite } from './console-site.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ console: ConsoleSite }>({
  console: async ({ page, sandbox }, use) => {
    await use(new ConsoleSite(page, sandbox));
  },
});

test('makes a customer a user of a contract with one account in sight', async ({
  console,
  page,
  sandbox,
}) => {
  await console.open('/customers?add=customer');
  await console.dialog.getByText('法人', { exact: true }).click();
  await console.dialog.getByText('利用者', { exact: true }).click();
  await console.dialog.getByRole('combobox', { name: '管理者の契約' }).click();
  await page.getByRole('option', { name: /^Corp-0001/ }).click();
  await console.dialog.getByRole('radio', { name: '選んだ口座だけ' }).check();
  await console.dialog.getByRole('checkbox', { name: /当座/ }).check();
  await console.textbox('ログインID').fill('Corp-9001');
  await console.textbox('名前').fill('株式会社サンプル商事');
  await console.textbox('カナ').fill('サンプルショウジ');
  await console.dialog.getByLabel(/^パスワード/).fill('Practice-1');
  await console.button('保存').click();
  await expect(page.getByText('選んだ 1 口座だけ')).toBeVisible();
  const { items } = await sandbox.control<{ items: { userOf?: object }[] }>(
    'GET',
    '/customers?loginId=Corp-9001',
  );
  expect(items[0]?.userOf).toEqual({ customerId: 'cust_Corp-0001', accountIds: ['001210100002'] });
  await page.getByRole('link', { name: /^Corp-0001/ }).click();
  await expect(page.getByRole('link', { name: 'Corp-9001' })).toBeVisible();
});

test('shows a user that the contract is stopped, and makes them a contract of their own', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('PATCH', '/customers/cust_Corp-0001', { status: 'stopped' });
  await console.open('/customers?customer=cust_Corp-0004');
  await expect(page.getByText('契約が利用停止')).toBeVisible();

  await console.button('編集').click();
  await console.dialog.getByText('管理者（契約そのもの）', { exact: true }).click();
  await console.button('保存').click();
  await expect(page.getByText('口座がまだありません')).toBeVisible();
});

test('unlocks a locked customer', async ({ console, page, sandbox }) => {
  await console.open('/customers?customer=cust_10000000005');
  await console.button('ロックを解除').click();
  await expect(page.getByText('ロックを解除しました')).toBeVisible();
  expect(await sandbox.control('GET', '/customers/cust_10000000005')).toMatchObject({ status: 'active' });
});

test('registers a client of mutual TLS, opening the section where something is refused', async ({
  console,
  page,
  sandbox,
}) => {
  await console.open('/clients?add=client');
  await console.textbox('client_id').fill('tls-app');
  await console.dialog.getByRole('combobox', { name: 'トークンエンドポイントの認証方法' }).click();
  await page.getByRole('option', { name: /^tls_client_auth/ }).click();
  await console.textbox('サブジェクトの識別名').fill('not a name');
  const security = console.dialog.getByRole('button', { name: /^セキュリティの決まり/ });
  await security.click();
  await console.dialog.getByRole('combobox', { name: 'セキュリティプロファイル' }).click();
  await page.getByRole('option', { name: 'FAPI 2.0 Security' }).click();
  await console.dialog.getByRole('switch', { name: '認可リクエストは必ずPARで送る（RFC 9126）' }).check();
  await security.click();
  const tokens = console.dialog.getByRole('button', { name: /^トークンとIDの形式/ });
  await tokens.click();
  await console.dialog.getByRole('combobox', { name: 'IDトークンの署名アルゴリズム' }).click();
  await page.getByRole('option', { name: 'RS256' }).click();
  await console.dialog.getByRole('combobox', { name: '更新トークンの入れ替え' }).click();
  await page.getByRole('option', { name: '入れ替える（再使用は直ちに終了）' }).click();
  await tokens.click();
  await console.dialog.getByRole('button', { name: /^言語ごとの名称/ }).click();
  await console.textbox('名称（英語）').fill('TLS App');
  await console.textbox('サービス名（日本語）').fill('TLSアプリ');
  const others = console.dialog.getByRole('button', { name: /^スコープ・許可の種類/ });
  await others.click();
  await console.dialog.getByRole('checkbox', { name: '認可コード（契約者の許可）' }).uncheck();
  await console.dialog.getByText('口座情報だけ', { exact: true }).click();
  await others.click();
  await console.button('登録').click();

  await expect(console.textbox('サブジェクトの識別名')).toHaveAttribute('aria-invalid', 'true');
  await expect(tokens).toContainText('要確認');
  const algorithm = console.dialog.getByRole('combobox', { name: 'IDトークンの署名アルゴリズム' });
  await expect(algorithm).toHaveAttribute('aria-invalid', 'true');
  await algorithm.click();
  await page.getByRole('option', { name: 'PS256' }).click();
  await expect(console.dialog.getByText('refresh_token は authorization_code と一緒に')).toBeVisible();
  await console.dialog.getByRole('checkbox', { name: '認可コード（契約者の許可）' }).check();
  await console.dialog.getByRole('checkbox', { name: 'クライアント自身の資格情報' }).check();
  await console.textbox('サブジェクトの識別名').fill('CN=tls-app,O=Example');
  await console.button('登録').click();
  await expect(page.getByText('登録内容（RFC 7591）')).toBeVisible();
  expect(await sandbox.control('GET', '/clients/tls-app')).toMatchObject({
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=tls-app,O=Example',
    sandbox_profile: 'fapi2-security',
    require_pushed_authorization_requests: true,
    id_token_signed_response_alg: 'PS256',
    sandbox_refresh_rotation: 'rotate-strict',
    'client_name#en': 'TLS App',
    'sandbox_service#ja': 'TLSアプリ',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    response_types: ['code'],
    authorization_details_types: ['account_information'],
  });

  await console.button('編集').click();
  await console.dialog.getByRole('button', { name: /^言語ごとの名称/ }).click();
  await console.textbox('サービス名（日本語）').fill('');
  await others.click();
  await console.dialog.getByText('制限しない', { exact: true }).click();
  await console.button('保存').click();
  await expect(console.dialog).toHaveCount(0);
  const changed = await sandbox.control('GET', '/clients/tls-app');
  expect(changed).toMatchObject({ 'client_name#en': 'TLS App', sandbox_refresh_rotation: 'rotate-strict' });
  expect(changed).not.toHaveProperty(['sandbox_service#ja']);
  expect(changed).not.toHaveProperty('authorization_details_types');
});

test('knows a certificate by another of its names, and takes the former one away', async ({
  console,
  page,
  sandbox,
}) => {
  await sandbox.control('POST', '/clients', {
    client_id: 'tls-app',
    redirect_uris: ['http://127.0.0.1/callback'],
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: 'CN=tls-app,O=Example',
  });
  await console.open('/clients?client=tls-app');
  await console.button('編集').click();
  await console.dialog.getByRole('combobox', { name: '証明書のどの名前で見分けるか' }).click();
  await page.getByRole('option', { name: /^SANのDNS名/ }).click();
  await console.textbox('SANのDNS名').fill('tls-app.example');
  await console.button('保存').click();
  await expect(console.dialog).toHaveCount(0);
  const changed = await sandbox.control('GET', '/clients/tls-app');
  expect(changed).toMatchObject({ tls_client_auth_san_dns: 'tls-app.example' });
  expect(changed).not.toHaveProperty('tls_client_auth_subject_dn');
});

test('tells on what two profiles differ, and where it is written', async ({ console, page }) => {
  await console.open('/clients?client=demo-kakeibo');
  const table = page.getByRole('region', { name: 'プロファイルの違い' });
  const pkce = table.getByRole('row').filter({ hasText: 'PKCE' });
  await expect(pkce).toContainText('公開クライアントは必須');
  await expect(pkce).toContainText('FAPI 2.0 §5.3.2.2');
  await page.getByRole('combobox', { name: '比べるもの' }).click();
  await page.getByRole('option', { name: 'FAPI 2.0 Message Signing' }).click();
  await expect(pkce).toHaveCount(0);
  await expect(table.getByRole('row').filter({ hasText: 'JARM' })).toContainText('必須');
  await page.getByRole('combobox', { name: '相手' }).click();
  await page.getByRole('option', { name: 'FAPI 2.0 Message Signing' }).last().click();
  await expect(page.getByText('違いはありません')).toBeVisible();
});
