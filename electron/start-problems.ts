import type { Message } from './message-page.ts';

const quit = { id: 'quit', ja: '終了', en: 'Quit' } as const;

/** What to say, and to offer, when the engine did not start. Exit codes are the command line's. */
export function explainStartError(error: { exitCode: number; message: string }): Message {
  switch (error.exitCode) {
    case 3:
      return {
        title: { ja: 'ポートがすでに使われています', en: 'A port is already in use' },
        text: {
          ja: 'ほかのプログラムが同じポートを使っているため、サンドボックスを起動できません。空いているポートで起動すると、アドレスはコンソールに表示されます。',
          en: 'Another program uses the same port. The sandbox can start on free ports; the console shows its addresses.',
        },
        details: error.message,
        choices: [{ id: 'free-ports', ja: '空いているポートで起動', en: 'Start on free ports' }, quit],
      };
    case 4:
      return {
        title: { ja: 'データフォルダーは使用中です', en: 'The data folder is in use' },
        text: {
          ja: '別のサンドボックスが同じデータを使っています。そちらを終了してから、もう一度お試しください。',
          en: 'Another sandbox is using the same data. Close it, then try again.',
        },
        details: error.message,
        choices: [{ id: 'again', ja: 'もう一度', en: 'Try again' }, quit],
      };
    case 5:
      return {
        title: { ja: 'データを読み取れません', en: 'The data cannot be read' },
        text: {
          ja: '保存されたデータが壊れているか、使えません。何も上書きしていません。原因と戻し方を下に示します。',
          en: 'What was stored is damaged or cannot be used. Nothing has been overwritten. The cause and the way out are below.',
        },
        details: error.message,
        choices: [
          { id: 'open-folder', ja: 'データフォルダーを開く', en: 'Open the data folder' },
          { id: 'again', ja: 'もう一度', en: 'Try again' },
          quit,
        ],
      };
    default:
      return explainCrash(error.message);
  }
}

/** What to say when the engine has died for good. */
export function explainCrash(lastWords: string): Message {
  return {
    title: { ja: 'サンドボックスが停止しました', en: 'The sandbox has stopped' },
    text: {
      ja: '予期しない問題で停止し、自動では再開できませんでした。停止までに応答した変更は保存されています。',
      en: 'It stopped unexpectedly and could not be resumed. Every change it had acknowledged is saved.',
    },
    details: lastWords === '' ? '(no output)' : lastWords,
    choices: [{ id: 'again', ja: 'もう一度起動', en: 'Start again' }, quit],
  };
}
