import { outcomes, refusals } from './entry.ts';

/** Refusals of the request log's own resource, and the causes the log has to find words for itself. */
export const logRefusals = refusals({
  unexplained_failure: {
    status: 500,
    spec: 'RFC 9110 §15',
    message: {
      ja: 'HTTP {status} で応答しましたが、理由は記録されていません。',
      en: 'Answered with HTTP {status}; no cause was recorded.',
    },
    hint: {
      ja: 'リクエストとレスポンスの内容を確かめてください。5xx の場合はサンドボックスの不具合の可能性があります。',
      en: 'Look at the request and the response. A 5xx may be a fault of the sandbox itself.',
    },
  },
  log_entry_unknown: {
    status: 404,
    spec: 'Control API: /log/{id}',
    message: {
      ja: 'ログエントリー「{id}」はありません。',
      en: 'There is no log entry {id}.',
    },
    hint: {
      ja: '保存件数の上限を超えて消えたか、削除された可能性があります。GET /log で現在のエントリーを確かめてください。',
      en: 'It may have been dropped by the retention limits or deleted. See GET /log for the entries there are.',
    },
  },
  log_no_match: {
    status: 404,
    spec: 'Control API: /log/wait',
    message: {
      ja: '{seconds} 秒待ちましたが、条件に合うエントリーは記録されませんでした（その間の記録: {seen} 件）。',
      en: 'No matching entry was recorded within {seconds} s ({seen} others were).',
    },
    hint: {
      ja: 'filter の条件を確かめるか、timeout を長くしてください。呼び出し前の記録も対象にするには after を指定します。',
      en: 'Check the filter or wait longer (timeout). To include what was recorded before the call, give after.',
    },
  },
  log_replay_too_old: {
    status: 409,
    spec: 'Control API: /log/{id}/replay',
    message: {
      ja: 'エントリー「{id}」の元のリクエストは、もう保持されていません。',
      en: 'The original request of entry {id} is no longer held.',
    },
    hint: {
      ja: '秘密情報を保存しないため、再送できるのは起動後に記録した直近 {replayable} 件だけです。クライアントからもう一度送信してください。',
      en: 'Because secrets are never kept, only the latest {replayable} requests since the start can be sent again. Send it from the client once more.',
    },
  },
  log_replay_not_bank: {
    status: 409,
    spec: 'Control API: /log/{id}/replay',
    message: {
      ja: 'エントリー「{id}」は金融機関側へのリクエストではないため、再送できません。',
      en: 'Entry {id} is not a request to the bank, so it cannot be sent again.',
    },
    hint: {
      ja: 'origin:bank で絞り込むと、再送できるエントリーだけが表示されます。',
      en: 'Filter by origin:bank to see the entries that can be.',
    },
  },
  log_replay_failed: {
    status: 503,
    spec: 'Control API: /log/{id}/replay',
    message: {
      ja: '再送しましたが、金融機関側から応答がありませんでした（{cause}）。',
      en: 'The request was sent again, but the bank did not answer ({cause}).',
    },
    hint: {
      ja: '実行中の障害シナリオを確かめてください。再送した分も、ログに記録されています。',
      en: 'Check the faults at work. What was sent is in the log as well.',
    },
  },
  log_replay_body_cut: {
    status: 409,
    spec: 'Control API: /log/{id}/replay',
    message: {
      ja: 'エントリー「{id}」の本文は長いため途中までしか保持しておらず、再送できません。',
      en: 'The body of entry {id} was too long to be held whole, so it cannot be sent again.',
    },
    hint: {
      ja: 'クライアントからもう一度送信してください。',
      en: 'Send it from the client once more.',
    },
  },
});

/** How an exchange can end that is neither a refusal nor an answer. */
export const logOutcomes = outcomes({
  event: { message: { ja: '出来事の記録', en: 'An event' } },
  not_modified: { spec: 'RFC 9110 §15.4.5', message: { ja: '変更なし', en: 'Not modified' } },
  connection_lost: {
    spec: 'RFC 9112 §9.6',
    message: {
      ja: '応答が終わる前に接続が切れました。',
      en: 'The connection ended before the answer did.',
    },
    hint: {
      ja: 'クライアントのタイムアウト設定と、実行中の障害シナリオを確かめてください。処理自体は完了している場合があります。',
      en: 'Check the client timeout and the faults at work. What was asked for may have been done all the same.',
    },
  },
  retention_due: {
    message: {
      ja: '保存期間を過ぎた連携許可 {endedGrants} 件と、トークン・認可コードなど {expiredTokens} 件を、10分後に消します。',
      en: 'In 10 minutes {endedGrants} grants, and {expiredTokens} tokens, codes and the like, are dropped: they were kept as long as the settings say.',
    },
    hint: {
      ja: '残すには、設定の「終わったものの保存」の日数を増やすか、いまの状態を名前を付けて保存してください。',
      en: 'To keep them, raise the days in the settings, or keep the present state under a name.',
    },
  },
  retention_dropped: {
    message: {
      ja: '保存期間を過ぎた連携許可 {endedGrants} 件と、トークン・認可コードなど {expiredTokens} 件を消しました。',
      en: '{endedGrants} grants, and {expiredTokens} tokens, codes and the like, were dropped: they were kept as long as the settings say.',
    },
  },
  log_entries_dropped: {
    message: {
      ja: 'ログの上限（{entries} 件、{megabytes} MB）を超えて短時間に届いたため、ここにあった {dropped} 件のリクエストは記録されていません。',
      en: 'Requests came faster than the log could keep them ({entries} entries, {megabytes} MB): {dropped} that were here are not recorded.',
    },
    hint: {
      ja: 'どのリクエストにも応答はしています。すべて残すには、設定の「終わったものの保存」でログの上限を上げてください。',
      en: 'Every one of them was answered. To keep them all, raise the limits of the log in the settings (retention).',
    },
  },
  log_row_unreadable: {
    message: {
      ja: 'このリクエストは処理されましたが、内容を記録の行にできませんでした。',
      en: 'The request was answered, but its contents could not be made into a row of the log.',
    },
    hint: {
      ja: '入れ子が深すぎる値や、極端に長い値が含まれていないか確かめてください。状態コードと時刻は正しい値です。',
      en: 'Check it for values that are nested too deeply or extremely long. The status and the times shown are right.',
    },
  },
});
