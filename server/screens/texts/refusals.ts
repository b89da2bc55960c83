import type { Bilingual } from '../../bank/catalogue/entry.ts';
import { customerRefusals } from '../../bank/catalogue/customer.ts';
import type { RefusalCode } from '../../bank/catalogue/index.ts';

type CustomerRefusal = keyof typeof customerRefusals;

/** Headings of the pages that end the procedure. */
const titles: Partial<Record<RefusalCode, Bilingual>> = {
  customer_locked: { ja: 'ご利用を停止しています', en: 'Your contract is locked' },
  customer_stopped: { ja: 'ご利用いただけません', en: 'Not available' },
  inquiry_not_permitted: { ja: '照会の権限がありません', en: 'No right to view accounts' },
  outside_service_hours: { ja: 'サービス時間外です', en: 'Outside service hours' },
  closed_today: { ja: '本日は休業日です', en: 'Closed today' },
  maintenance: { ja: 'メンテナンス中です', en: 'Under maintenance' },
  interaction_expired: { ja: '認証の有効期限が切れました', en: 'The page waited too long' },
  interaction_unknown: { ja: 'お手続きが見つかりません', en: 'Procedure not found' },
  interaction_finished: { ja: 'お手続きは完了しています', en: 'Already finished' },
  form_forged: { ja: 'お手続きを続けられません', en: 'This cannot go on' },
  endpoint_unknown: { ja: 'ページが見つかりません', en: 'Page not found' },
};

/** Corporate screens speak of お客様ID where personal ones speak of 契約者ID. */
const corporateMessages: Partial<Record<RefusalCode, Bilingual>> = {
  wrong_credentials: {
    ja: 'お客様IDまたはログインパスワードに誤りがあります。',
    en: 'The customer ID or the login password is wrong.',
  },
};

/**
 * What the partner did wrong means nothing to the customer, who can't mend it: one general sentence
 * for all of it, and the cause itself in the part for developers.
 */
const faultOfPartner = {
  title: {
    ja: '外部サービスからの接続に誤りがあります',
    en: 'The external service sent a faulty request',
  },
  message: {
    ja: '外部サービスから届いた要求を確認できないため、お手続きを進められません。ご利用の外部サービスにお問い合わせください。',
    en: 'The request of the external service could not be verified, so the procedure cannot go on. Please contact that service.',
  },
} as const;

const pageNotFound: Bilingual = {
  ja: 'お探しのページはありません。外部サービスの画面からやり直してください。',
  en: 'There is no such page. Please start again from the external service.',
};

const generalTitle: Bilingual = { ja: 'お手続きを続けられません', en: 'This cannot go on' };

/** Heading of the error page for `code`. */
export function titleFor(code: RefusalCode): Bilingual {
  return titles[code] ?? (isCustomerRefusal(code) ? generalTitle : faultOfPartner.title);
}

/** What the customer is told, with `{placeholders}`. */
export function customerMessageFor(code: RefusalCode, corporate: boolean): Bilingual {
  const ofCorporate = corporate ? corporateMessages[code] : undefined;
  if (ofCorporate) return ofCorporate;
  if (isCustomerRefusal(code)) return customerRefusals[code].message;
  return code === 'endpoint_unknown' ? pageNotFound : faultOfPartner.message;
}

/** Whether the customer caused it, as opposed to the partner; then the technical part stays folded. */
export function isCustomerRefusal(code: RefusalCode): code is CustomerRefusal {
  return Object.hasOwn(customerRefusals, code);
}
