import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type TestSandbox } from '../../harness/sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

async function html(path: string): Promise<string> {
  const response = await sandbox.request('GET', `/training${path}`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*sandbox allow-same-origin$/,
  );
  return response.text();
}

describe('a sample of a screen', () => {
  it.each([
    ['personal-pc', '契約者ID', '>パスワード<'],
    ['personal-smartphone', '契約者ID', 'WEBバンキング'],
    ['corporate', 'お客様ID', 'APIサービス認証'],
  ])('of %s shows what the customer sees: %s, %s', async (variant, ...names) => {
    const page = await html(`/screens?variant=${variant}&step=login`);
    for (const name of [...names, '見本']) expect(page).toContain(name);
  });

  it('does nothing and loads nothing', async () => {
    const page = await html('/screens?variant=personal-pc&step=consent&frames=1');
    expect(page).not.toMatch(/<form[^>]* action=|name="csrf"|<script|<link|\bsrc=/);
    expect(page).toMatch(/<body[^>]* inert/);
  });

  it('is framed and explained only on request', async () => {
    const plain = await html('/screens?variant=personal-pc&step=consent');
    const framed = await html('/screens?variant=personal-pc&step=consent&frames=1');
    expect(plain).not.toContain('class="callouts"');
    expect(framed.match(/<li class="callout /g)).toHaveLength(3);
  });

  it('names the partner asked for, and refuses one that is not there', async () => {
    expect(await html('/screens?variant=corporate&step=login&clientId=freee')).toContain('freee');
    const answer = await sandbox.request(
      'GET',
      '/training/screens?variant=corporate&step=login&clientId=nobody',
    );
    expect(answer.status).toBe(404);
  });
});

describe('the handout', () => {
  it('shows both steps on every device, the end of the linkage and whom to ask', async () => {
    await sandbox.changeSettings({ lifetimes: { grantDays: 45 } });
    const page = await html('/handout?clientId=moneyforward&lang=ja');
    const { supportDesk } = sandbox.context.settings().institution;
    expect(page.match(/<iframe /g)).toHaveLength(6);
    expect(page).toContain('許可登録から45日間');
    expect(page).toContain(supportDesk.phone);
  });

  it('leaves out the screens no customer of the partner meets, and speaks English', async () => {
    const page = await html('/handout?clientId=demo-kaikei&lang=en');
    expect(page.match(/<iframe /g)).toHaveLength(2);
    expect(page).toContain('<html lang="en">');
  });

  it('shows one kind of screen where only that is asked for', async () => {
    const page = await html('/handout?clientId=freee&variant=personal-smartphone&lang=ja');
    expect(page.match(/<iframe /g)).toHaveLength(2);
    expect(page).toContain('WEBバンキング');
    // Beside the picture, not in it: the frame's document holds none.
    expect(page.match(/<ol class="explanations">/g)).toHaveLength(2);
    expect(page).not.toContain('class=&quot;callouts&quot;');
  });

  it('refuses a kind of screen there is none of', async () => {
    const answer = await sandbox.request('GET', '/training/handout?variant=tablet');
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'variant' }] });
  });
});
