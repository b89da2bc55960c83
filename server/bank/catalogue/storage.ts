import { refusals } from './entry.ts';

/** Where keeping a change failed, or an answer rests on one that could not be kept. */
export const storageRefusals = refusals({
  storage_full: {
    status: 507,
    wire: 'server_error',
    spec: 'RFC 4918 §11.5',
    message: {
      ja: 'ディスクがいっぱいのため、変更を保存できませんでした（{where}）。変更は行われていません。',
      en: 'The disk is full, so the change could not be kept ({where}). Nothing has been changed.',
    },
    hint: {
      ja: 'ディスクに空きを作ってください。空きができれば、そのまま書き込みが再開します。それまでも参照はできます。',
      en: 'Make room on that disk. Writing resumes by itself as soon as there is some; reading works meanwhile.',
    },
  },
  storage_failed: {
    status: 507,
    wire: 'server_error',
    spec: 'RFC 4918 §11.5',
    message: {
      ja: 'データディレクトリに書き込めず、変更を保存できませんでした（{where}: {cause}）。変更は行われていません。',
      en: 'The data directory cannot be written ({where}: {cause}), so the change could not be kept. Nothing has been changed.',
    },
    hint: {
      ja: 'ディスクとその権限を確認してください。書けるようになれば、そのまま書き込みが再開します。それまでも参照はできます。',
      en: 'Check the disk and its permissions. Writing resumes by itself as soon as it works; reading works meanwhile.',
    },
  },
  storage_outcome_unknown: {
    status: 500,
    wire: 'server_error',
    spec: 'RFC 9110 §15.6.1',
    message: {
      ja: '保存の途中でディスクが応答しなくなり、変更が残ったかどうか確かめられません（{where}: {cause}）。今は元の状態を示しています。',
      en: 'The disk failed while the change was being kept ({where}: {cause}), and whether it was is not known. The bank shows the state before it.',
    },
    hint: {
      ja: 'ディスクを確認してから、変更が必要かどうかを見て、やり直してください。再起動後に全部残っているか、まったく残っていないかのどちらかです。',
      en: 'Check the disk, look whether the change is there, and repeat it if not. After a restart it is there as a whole or not at all.',
    },
  },
  storage_busy: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'RFC 9110 §15.6.4',
    message: {
      ja: '保存を待っている変更が多すぎます（{where}）。変更は行われていません。',
      en: 'Too many changes wait to be kept ({where}). Nothing has been changed.',
    },
    hint: {
      ja: '少し待ってから、もう一度送ってください。',
      en: 'Wait a moment and send it again.',
    },
  },
  storage_closed: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'RFC 9110 §15.6.4',
    message: {
      ja: 'サンドボックスは終了処理中です。変更は行われていません。',
      en: 'The sandbox is stopping. Nothing has been changed.',
    },
    hint: {
      ja: '起動し直してから、もう一度送ってください。',
      en: 'Start it again and repeat the request.',
    },
  },
  storage_undone: {
    status: 503,
    wire: 'temporarily_unavailable',
    spec: 'RFC 9110 §15.6.4',
    message: {
      ja: 'この応答のもとになった変更を保存できず、取り消しました。',
      en: 'A change that this answer rested on could not be kept and was taken back.',
    },
    hint: {
      ja: 'もう一度送ってください。取り消した後の状態で答えます。',
      en: 'Send it again; the answer will be of the state without that change.',
    },
  },
});
