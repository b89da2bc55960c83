import type { FaultAction } from '../../bank/fault.ts';
import type { Drill } from './drill.ts';
import { ruleDrill } from './rule-drill.ts';

const TOKEN_PATH = '/oauth2/token';
const STATEMENT_PATH = '/ib/v1/accounts/transactions';

const lostOnce = { times: 1, status: 504, clientId: 'optional', loginId: 'optional' } as const;

/** Drills that are nothing but a rule: what the wire does to an answer. */
export const wireDrills: readonly Drill[] = [
  ruleDrill({
    name: 'token-endpoint-down',
    title: { ja: 'トークンエンドポイントの停止', en: 'Token endpoint down' },
    description: {
      ja: 'トークンエンドポイントが数分間、処理をせずに失敗します。待って再試行すれば元に戻ることを確かめます。',
      en: 'For some minutes the token endpoint fails without doing anything. Waiting and trying again has to mend it.',
    },
    parameters: { minutes: 5, status: 500, clientId: 'optional' },
    match: () => ({ path: TOKEN_PATH }),
    action: ({ status }) => statusAction(status),
  }),
  ruleDrill({
    name: 'refresh-answer-lost',
    title: { ja: '更新の応答が届かない（成立後）', en: 'Refresh answer lost, after the commit' },
    description: {
      ja: 'トークンの更新は成立しますが、応答が届きません。猶予のうちに同じリフレッシュトークンで再送できるかを確かめます。',
      en: 'The refresh is done, its answer lost. Sending the same refresh token again within the grace has to mend it.',
    },
    parameters: lostOnce,
    match: () => ({ path: TOKEN_PATH, grantType: 'refresh_token' }),
    action: ({ status }) => ({ ...statusAction(status), loseResponse: true }),
  }),
  ruleDrill({
    name: 'refresh-answer-lost-before-commit',
    title: { ja: '更新の失敗（成立前）', en: 'Refresh failed, before the commit' },
    description: {
      ja: '「更新の応答が届かない」と同じ応答ですが、更新は成立していません。クライアントからは区別できません。',
      en: 'The twin of the lost refresh: the same answer, but nothing was done. The client can not tell them apart.',
    },
    parameters: lostOnce,
    match: () => ({ path: TOKEN_PATH, grantType: 'refresh_token' }),
    action: ({ status }) => statusAction(status),
  }),
  ruleDrill({
    name: 'code-answer-lost',
    title: { ja: 'コード引き換えの応答が届かない（成立後）', en: 'Code redemption lost, after the commit' },
    description: {
      ja: '認可コードは使われ、許可ができますが、応答が届きません。コードの再送は許可を終わらせるため、再連携が必要です。',
      en: 'The code is used and the grant made, but the answer lost. Sending the code again ends the grant: link anew.',
    },
    parameters: lostOnce,
    match: () => ({ path: TOKEN_PATH, grantType: 'authorization_code' }),
    action: ({ status }) => ({ ...statusAction(status), loseResponse: true }),
  }),
  ruleDrill({
    name: 'code-answer-lost-before-commit',
    title: { ja: 'コード引き換えの失敗（成立前）', en: 'Code redemption failed, before the commit' },
    description: {
      ja: '同じ応答ですが、コードはまだ使われていません。期限のうちに再送すれば成立します。',
      en: 'The twin: the same answer, but the code is still unused and works when it is sent again in time.',
    },
    parameters: lostOnce,
    match: () => ({ path: TOKEN_PATH, grantType: 'authorization_code' }),
    action: ({ status }) => statusAction(status),
  }),
  ruleDrill({
    name: 'rate-limited',
    title: { ja: '予告のない流量制限', en: 'Rate limiting without warning' },
    description: {
      ja: 'データAPIが数分間、429（WG_ERR_154）と Retry-After を返します。',
      en: 'For some minutes the data API answers 429 (WG_ERR_154) with Retry-After.',
    },
    parameters: { minutes: 5, clientId: 'optional' },
    match: () => ({ path: '/ib/v1' }),
    action: () => ({ status: 429, errorCode: 'WG_ERR_154' }),
  }),
  ruleDrill({
    name: 'slow-page',
    title: { ja: '明細の遅いページ', en: 'Slow page of a statement' },
    description: {
      ja: '明細の指定したページの応答が遅れます。クライアントのタイムアウトと続きの取り方を確かめます。',
      en: 'One page of a statement is slow. Shows the timeout of the client, and how it goes on.',
    },
    parameters: { page: 3, delayMs: 8_000, times: 1, clientId: 'optional', loginId: 'optional' },
    match: ({ page }) => ({ path: STATEMENT_PATH, ...(page !== undefined && { page }) }),
    action: ({ delayMs }) => ({ ...(delayMs !== undefined && { delayMs }) }),
  }),
  ruleDrill({
    name: 'truncated-page',
    title: { ja: '途中で切れる明細のページ', en: 'Page of a statement cut off' },
    description: {
      ja: '明細の指定したページの本文が途中で切れます。取り込んだ分の二重登録や欠落がないかを確かめます。',
      en: 'One page of a statement is cut off in the middle. No row may be booked twice or be missing afterwards.',
    },
    parameters: { page: 3, times: 1, clientId: 'optional', loginId: 'optional' },
    match: ({ page }) => ({ path: STATEMENT_PATH, ...(page !== undefined && { page }) }),
    action: () => ({ abort: 'truncate', loseResponse: true }),
  }),
];

function statusAction(status: number | undefined): FaultAction {
  return status === undefined ? {} : { status };
}
