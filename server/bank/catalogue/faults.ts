import { outcomes, refusals, type Bilingual } from './entry.ts';
import type { DrillName } from '../model.ts';

/** What went wrong because somebody wanted it to. `{reasonJa}` and `{reasonEn}` name the rule or the drill. */
export const faultRefusals = refusals({
  fault_injected: {
    status: 500,
    wire: 'server_error',
    spec: 'contract §4 /faults',
    message: {
      ja: '障害の練習：処理をせずに失敗させました（{answerJa}）。{reasonJa}',
      en: 'Fault on purpose: nothing was done, and the answer was {answerEn}. {reasonEn}',
    },
    hint: {
      ja: '金融機関側では何も変わっていないため、同じ要求をもう一度送れます。障害は GET /faults で確かめ、DELETE で終わらせます。',
      en: 'Nothing changed at the bank, so the same request may be sent again. GET /faults lists the faults, DELETE ends one.',
    },
  },
  fault_answer_lost: {
    status: 504,
    wire: 'server_error',
    spec: 'contract §4 /faults: loseResponse',
    message: {
      ja: '障害の練習：処理は成立しましたが、応答は届いていません（{answerJa}）。{beliefJa}{reasonJa}',
      en: 'Fault on purpose: it was done, but its answer was lost ({answerEn}). {beliefEn} {reasonEn}',
    },
    hint: {
      ja: 'クライアントからは処理前の失敗と区別できません。更新なら、猶予のうちに同じリフレッシュトークンで一度だけ再送し、それでも受け取れなければ再連携を案内します。',
      en: 'To the client it looks like a failure beforehand. After a refresh, send the same refresh token once more within the grace; failing that, ask the customer to link again.',
    },
  },
  conformance_run_not_found: {
    status: 404,
    spec: 'Control API: /conformance/runs/{id}',
    message: { ja: '適合性の記録「{id}」はありません。', en: 'There is no conformance run {id}.' },
    hint: { ja: 'GET /conformance/runs で確かめてください。', en: 'See GET /conformance/runs.' },
  },
  fault_not_found: {
    status: 404,
    spec: 'Control API: /faults/{id}',
    message: { ja: '障害「{id}」はありません。', en: 'There is no fault {id}.' },
    hint: {
      ja: '回数や期限で終わった障害は一覧から消えます。GET /faults で確かめてください。',
      en: 'A fault that has come to its end is no longer listed. See GET /faults.',
    },
  },
  drill_unknown: {
    status: 404,
    spec: 'Control API: /drills/{name}',
    message: { ja: '障害訓練「{name}」はありません。', en: 'There is no drill {name}.' },
    hint: { ja: '次のいずれかです：{known}', en: 'It is one of {known}.' },
  },
  drill_without_grants: {
    status: 409,
    spec: 'Control API: /drills/{name}',
    message: {
      ja: '障害訓練「{drill}」で終わらせる許可がありません。',
      en: 'There is no living grant for the drill {drill} to end.',
    },
    hint: {
      ja: '先に連携してください。有効な許可は GET /grants?status=active で確かめられます。',
      en: 'Link first; GET /grants?status=active lists the grants there are.',
    },
  },
  grant_lost_by_bank: {
    status: 400,
    wire: 'invalid_grant',
    spec: 'RFC 6749 §5.2',
    message: {
      ja: 'この連携許可は、金融機関側で失われました。',
      en: 'The bank has lost the grant.',
    },
    hint: {
      ja: '障害の練習です。許可の期限を待たずに invalid_grant が届くことがあります。利用者に再連携を案内してください。',
      en: 'A rehearsal: invalid_grant can come long before the end of the grant. Ask the customer to link again.',
    },
  },
  key_rotation_too_soon: {
    status: 409,
    spec: 'OpenID Connect Core §10.1.1',
    message: {
      ja: '{alg} の鍵はすでに {limit} 個あり、どれもまだ有効なトークンに使われています。',
      en: 'There are {limit} {alg} keys already, each with tokens that are still good.',
    },
    hint: {
      ja: '最も古い鍵は {freeAt} に外せます。それ以降に、もう一度入れ替えてください。',
      en: 'The oldest can go at {freeAt}; rotate again from then on.',
    },
  },
});

export const faultOutcomes = outcomes({
  fault_poisoned: {
    spec: 'contract §4 /faults: poison',
    message: {
      ja: '障害の練習：処理は成立し、応答をわざと誤らせました（{titleJa}）。クライアントの次の動きを見ています。{reasonJa}',
      en: 'Fault on purpose: it was done, and the answer poisoned ({titleEn}). The next move of the client is watched. {reasonEn}',
    },
    hint: {
      ja: '判定は GET /conformance/runs/{runId} にあります。{hintJa}',
      en: 'The verdict is at GET /conformance/runs/{runId}. {hintEn}',
    },
  },
  fault_answer_delayed: {
    spec: 'contract §4 /faults: delayMs',
    message: {
      ja: '障害の練習：処理を終え、応答を {delayMs} ミリ秒遅らせました。{reasonJa}',
      en: 'Fault on purpose: it was done, and the answer came {delayMs} ms late. {reasonEn}',
    },
    hint: {
      ja: 'クライアントのタイムアウトと、遅れて届いた応答の扱いを確かめてください。',
      en: 'Look at the timeout of the client, and at what it does with a late answer.',
    },
  },
});

/** What is told when a customer's drill strikes, beside what came of it. */
export const drillTexts: Readonly<Record<DrillName, Bilingual>> = {
  grant_expires_soon: {
    ja: 'この契約者の許可は、同意から2分で終わります。',
    en: 'A grant of this customer ends two minutes after the consent.',
  },
  other_consent_ends_grant: {
    ja: 'この契約者の許可は一つだけです。別の外部サービスへの許可が、先の許可を終わらせました。',
    en: "This customer has one grant at a time: another partner's consent ended the earlier one.",
  },
  password_change_ends_grant: {
    ja: 'この契約者は最初の更新までにパスワードを変えたことになり、許可が終わります（実際のパスワードは変わりません）。',
    en: 'By the first refresh this customer is taken to have changed the password, so the grant ends (the password itself stays).',
  },
  refresh_answer_lost: {
    ja: 'この契約者では、最初の更新の応答が届きません。',
    en: 'For this customer the answer to the first refresh gets lost.',
  },
  token_endpoint_down: {
    ja: 'この契約者では、同意から5分間、更新が500で失敗します。',
    en: 'For this customer a refresh fails with 500 during the five minutes after the consent.',
  },
  grant_lost_on_refresh: {
    ja: 'この契約者の許可は、最初の更新のときには金融機関側で失われています。',
    en: 'The bank has lost the grant of this customer by the first refresh.',
  },
  signing_key_changed: {
    ja: 'この契約者の ID トークンのために、署名の鍵を今入れ替えました。古い鍵も公開されたままです。',
    en: 'For the ID token of this customer the signing key was rotated just now; the old key stays published.',
  },
  outside_service_hours: {
    ja: 'この契約者の照会は、いつもサービス時間外です。',
    en: 'For this customer every inquiry is outside service hours.',
  },
  maintenance: {
    ja: 'この契約者の照会は、いつもメンテナンス中です。',
    en: 'For this customer every inquiry meets a maintenance window.',
  },
  rate_limited: {
    ja: 'この契約者の照会は、予告なく制限されます。',
    en: 'For this customer inquiries are limited without warning.',
  },
  third_page_slow: {
    ja: 'この契約者の明細は、3ページ目が遅れます。',
    en: 'For this customer page 3 of a statement is slow.',
  },
  third_page_truncated: {
    ja: 'この契約者の明細は、3ページ目が途中で切れます。',
    en: 'For this customer page 3 of a statement is cut off.',
  },
  balance_changes_between_pages: {
    ja: 'この契約者では、1ページ目を返した直後に1円の入金があり、残高が変わりました。',
    en: 'For this customer 1 yen was booked right after page 1, so the balance has changed.',
  },
  account_vanishes: {
    ja: 'この契約者の2つ目の口座は、最初の更新のあと見えなくなります。',
    en: 'The second account of this customer vanishes after the first refresh.',
  },
  item_keys_change_on_relink: {
    ja: '再連携したため、同じ明細が前の連携とは別の itemKey で届きます。',
    en: 'Linked again: the same rows come with other item keys than before.',
  },
  history_gap: {
    ja: 'この契約者の明細は30日前までです。それより前の明細は届きません。',
    en: 'For this customer statements reach back 30 days; older rows are left out.',
  },
};
