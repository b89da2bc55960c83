import { signingAlgorithms } from '../../authorization/key-ring.ts';
import { activeGrants, endGrant, settingsOf } from '../../bank/grants.ts';
import type { Grant, GrantEndReason } from '../../bank/model.ts';
import { Refusal } from '../../bank/refusal.ts';
import { openingAt } from '../../bank/service-hours.ts';
import { changeSettings } from '../../bank/settings.ts';
import { customerByLogin } from '../../bank/sign-in.ts';
import { bankTimeOf, MINUTE, toTimestamp } from '../../bank/time.ts';
import type { Transaction } from '../../bank/transaction.ts';
import type { Drill } from './drill.ts';

const relink = {
  ja: '元には戻りません。利用者が連携し直すと、新しい許可ができます。',
  en: 'Stays so; a new grant comes with the next consent of each customer.',
};

/** Drills in which the bank itself changes. */
export const bankDrills: readonly Drill[] = [
  {
    name: 'all-consents-lost',
    title: { ja: '許可の消失', en: 'Every consent lost' },
    description: {
      ja: '金融機関がすべての許可を失います。再連携の案内が利用者全員に届くかを確かめます。',
      en: 'The bank loses every grant. Each customer has to be asked to link again.',
    },
    parameters: { clientId: 'optional' },
    start: async ({ work }, { clientId }, onEffects) => {
      await work.run((tx) => {
        const grants = activeGrants(tx.state, tx.now, clientId === undefined ? {} : { clientId });
        endGrants(tx, 'all-consents-lost', grants, 'lost_by_bank');
      }, onEffects);
      return { endsWhen: relink };
    },
  },
  {
    name: 'signing-keys-changed',
    title: { ja: '署名鍵の入れ替え', en: 'Signing keys changed' },
    description: {
      ja: 'すべての署名鍵を予告なく入れ替えます。知らない kid の署名に、公開鍵を取り直して対応できるかを確かめます。',
      en: 'Every signing key is rotated without notice. An unknown kid has to make the client fetch the JWK Set again.',
    },
    parameters: {},
    start: async ({ keys, clock }, _parameters, onEffects) => {
      await keys.rotate(signingAlgorithms, clock.now(), onEffects);
      return {
        endsWhen: {
          ja: '元には戻りません。古い鍵は、署名したトークンが有効な間は公開されたままです。',
          en: 'Stays so. The old keys stay published while anything signed with them is good.',
        },
      };
    },
  },
  {
    name: 'night-stop',
    title: { ja: '夜間停止', en: 'Night stop' },
    description: {
      ja: '今の時刻がサービス時間外になるよう、サービス時間を変えます。画面もデータAPIも利用できません。',
      en: 'Changes the service hours so that the bank is closed now: screens and data API alike.',
    },
    parameters: { minutes: 60 },
    start: ({ work }, { minutes = 0 }, onEffects) =>
      work.run((tx) => {
        const before = settingsOf(tx.state).serviceHours;
        const hours = { from: clockTime(tx.now + minutes * MINUTE), to: clockTime(tx.now) };
        const opening = openingAt(changeSettings(tx, { serviceHours: hours }), tx.now);
        return {
          endsWhen: {
            ja: `サービス時間になると終わり、翌日の同じ時間にまた停止します。PATCH /settings で serviceHours を ${before.from}～${before.to} に戻すと終わります。`,
            en: `Over when the service hours begin, and back at the same time every day until PATCH /settings puts serviceHours back to ${before.from}-${before.to}.`,
          },
          ...(!opening.open && { endsAt: opening.opensAt }),
        };
      }, onEffects),
  },
  {
    name: 'maintenance',
    title: { ja: 'メンテナンス', en: 'Maintenance' },
    description: {
      ja: '今からメンテナンスを行います。画面もデータAPIも 503 と Retry-After を返します。',
      en: 'Maintenance begins now: screens and data API answer 503 with Retry-After.',
    },
    parameters: { minutes: 30 },
    start: ({ work }, { minutes = 0 }, onEffects) =>
      work.run((tx) => {
        const endsAt = tx.now + minutes * MINUTE;
        const windows = settingsOf(tx.state).maintenance.filter(({ to }) => Date.parse(to) > tx.now);
        changeSettings(tx, {
          maintenance: [...windows, { from: toTimestamp(tx.now), to: toTimestamp(endsAt) }],
        });
        return {
          endsWhen: {
            ja: `金融機関の時計で ${minutes} 分後に終わります。PATCH /settings の maintenance でも終わらせられます。`,
            en: `Over after ${minutes} minute(s) by the bank's clock, or with PATCH /settings (maintenance).`,
          },
          endsAt,
        };
      }, onEffects),
  },
  {
    name: 'password-changed',
    title: { ja: 'パスワード変更による失効', en: 'Password changed' },
    description: {
      ja: '契約者がパスワードを変えたものとして、許可をすべて終わらせます。パスワードそのものは変わりません。',
      en: 'Ends the grants of a customer as a change of password does. The password itself stays.',
    },
    parameters: { loginId: 'required' },
    start: async ({ work }, { loginId = '' }, onEffects) => {
      await work.run((tx) => {
        endGrants(tx, 'password-changed', grantsOf(tx, loginId), 'password_changed');
      }, onEffects);
      return { endsWhen: relink };
    },
  },
  {
    name: 'other-consent',
    title: { ja: '別の外部サービスへの許可', en: "Another partner's consent" },
    description: {
      ja: '契約者が別の外部サービスに許可したものとして、今の許可を終わらせます。',
      en: 'Ends the grants of a customer as a consent for another partner does at some banks.',
    },
    parameters: { loginId: 'required' },
    start: async ({ work }, { loginId = '' }, onEffects) => {
      await work.run((tx) => {
        endGrants(tx, 'other-consent', grantsOf(tx, loginId), 'superseded_by_other_client');
      }, onEffects);
      return { endsWhen: relink };
    },
  },
];

/** @throws Refusal `drill_without_grants` when there is nothing to end. */
function endGrants(tx: Transaction, drill: string, grants: readonly Grant[], reason: GrantEndReason): void {
  if (grants.length === 0) throw new Refusal('drill_without_grants', { drill });
  for (const { grantId } of grants) endGrant(tx, grantId, reason);
}

function grantsOf(tx: Transaction, loginId: string): Grant[] {
  const customer = customerByLogin(tx.state, loginId);
  return customer ? activeGrants(tx.state, tx.now, { customerId: customer.id }) : [];
}

/** `HH:MM` in Japan. */
function clockTime(at: number): string {
  return bankTimeOf(at).slice(0, 5);
}
