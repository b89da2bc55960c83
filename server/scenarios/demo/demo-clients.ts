import type { ScenarioClient } from '../scenario-schema.ts';

/** Any port of these two addresses will do (RFC 8252 §7.3); the path must be this one. */
const loopbackCallbacks = ['http://127.0.0.1:4782/callback', 'http://[::1]:4782/callback'];

const linkage: ScenarioClient[] = [
  {
    client_id: 'demo-kakeibo',
    client_secret: 'demo-kakeibo-secret-do-not-use-in-production',
    client_name: 'デモ家計簿',
    'client_name#en': 'Demo Kakeibo',
    redirect_uris: loopbackCallbacks,
    token_endpoint_auth_method: 'client_secret_basic',
    sandbox_company: 'サンプル家計簿株式会社',
    'sandbox_company#en': 'Sample Kakeibo K.K.',
    sandbox_service: 'デモ家計簿',
    sandbox_customer_kind: 'personal',
    sandbox_note: {
      ja: '内蔵のデモ外部サービスが使うクライアントです。',
      en: 'The client of the built-in demo partner.',
    },
  },
  {
    client_id: 'demo-kaikei',
    client_secret: 'demo-kaikei-secret-do-not-use-in-production',
    client_name: 'デモ会計',
    'client_name#en': 'Demo Accounting',
    redirect_uris: loopbackCallbacks,
    token_endpoint_auth_method: 'client_secret_post',
    sandbox_customer_kind: 'corporate',
    sandbox_company: 'サンプル会計株式会社',
    'sandbox_company#en': 'Sample Accounting K.K.',
    sandbox_service: 'デモ会計',
    sandbox_note: {
      ja: '法人の契約者だけが連携できる会計ソフトの例です。',
      en: 'An accounting program that only corporate customers can link.',
    },
  },
  {
    client_id: 'demo-mobile',
    client_name: 'デモ家計簿モバイル',
    'client_name#en': 'Demo Kakeibo Mobile',
    redirect_uris: [...loopbackCallbacks, 'com.example.kakeibo:/callback'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    sandbox_company: 'サンプル家計簿株式会社',
    'sandbox_company#en': 'Sample Kakeibo K.K.',
    sandbox_service: 'デモ家計簿（スマートフォンアプリ）',
    sandbox_customer_kind: 'personal',
    sandbox_note: {
      ja: 'シークレットを持たない公開クライアントです。PKCE が必須です。',
      en: 'A public client without a secret; PKCE is required.',
    },
  },
  {
    client_id: 'demo-fapi',
    client_name: 'デモ FAPI 2.0',
    'client_name#en': 'Demo FAPI 2.0',
    redirect_uris: loopbackCallbacks,
    token_endpoint_auth_method: 'private_key_jwt',
    application_type: 'native',
    id_token_signed_response_alg: 'ES256',
    sandbox_profile: 'fapi2-security',
    sandbox_company: 'サンプル家計簿株式会社',
    'sandbox_company#en': 'Sample Kakeibo K.K.',
    sandbox_service: 'デモ FAPI 2.0',
    sandbox_note: {
      ja: 'FAPI 2.0 の例です。秘密鍵は /control/v1/clients/demo-fapi/keys で受け取れます。',
      en: 'A FAPI 2.0 client; its private keys are at /control/v1/clients/demo-fapi/keys.',
    },
  },
];

/**
 * The five partners the notice names (seed: 外部企業一覧, R01.8.1 現在), so that a trainer's list looks
 * like the real one. The callbacks are placeholders: nothing of theirs is ever called.
 */
const seedPartners: ScenarioClient[] = [
  partner('freee', {
    company: ['フリー株式会社', 'freee K.K.'],
    service: ['クラウド会計ソフト freee', 'freee cloud accounting'],
  }),
  partner('zaim', {
    company: ['株式会社 Zaim', 'Zaim Inc.'],
    service: ['家計簿サービス Zaim（個人向け家計簿サービス）', 'Zaim household ledger'],
    customerKind: 'personal',
  }),
  partner('sorimachi', {
    company: ['ソリマチ株式会社', 'Sorimachi Co., Ltd.'],
    service: ['スマホ社長（経営者向けスマホアプリ）', 'Sumaho Shacho (an app for business owners)'],
  }),
  partner('moneyforward', {
    company: ['株式会社マネーフォワード', 'Money Forward, Inc.'],
    service: [
      'マネーフォワード ME（個人向け）／マネーフォワード クラウドサービス（個人事業主・法人向け）',
      'Money Forward ME (personal) / Money Forward Cloud (business)',
    ],
  }),
  partner('moneytree', {
    company: ['マネーツリー株式会社', 'Moneytree K.K.'],
    service: [
      'Moneytree アプリ／一生通帳 by Moneytree／MT LINK',
      'Moneytree app / Issho Tsucho by Moneytree / MT LINK',
    ],
  }),
];

interface NamesOfPartner {
  readonly company: readonly [ja: string, en: string];
  readonly service: readonly [ja: string, en: string];
  readonly customerKind?: 'personal' | 'any';
}

function partner(
  clientId: string,
  { company, service, customerKind = 'any' }: NamesOfPartner,
): ScenarioClient {
  return {
    client_id: clientId,
    client_secret: `${clientId}-sandbox-secret-do-not-use-in-production`,
    client_name: company[0],
    redirect_uris: [`https://${clientId}.example/callback`, ...loopbackCallbacks],
    token_endpoint_auth_method: 'client_secret_basic',
    sandbox_customer_kind: customerKind,
    sandbox_company: company[0],
    'sandbox_company#en': company[1],
    sandbox_service: service[0],
    'sandbox_service#en': service[1],
    sandbox_note: {
      ja: '案内に掲載されている事業者の名前です。実在のサービスには接続しません。',
      en: 'A name from the notice. No real service is contacted.',
    },
  };
}

export const demoClients: ScenarioClient[] = [...linkage, ...seedPartners];
