import type { LessonName } from './lesson.ts';

/** One mistake, for a learner: what it is, and what a correct partner does instead. */
interface LessonTexts {
  readonly title: string;
  readonly what: string;
  readonly correct: string;
}

interface RoomTexts {
  readonly title: string;
  readonly lead: string;
  readonly warning: string;
  readonly on: string;
  readonly off: string;
  readonly isOn: string;
  readonly isOff: string;
  readonly needsLink: string;
  readonly goesToBank: string;
  readonly make: string;
  readonly report: string;
  readonly request: string;
  readonly answer: string;
  readonly noAnswer: string;
  readonly correct: string;
  readonly lookAt: string;
  readonly back: string;
  readonly open: string;
  readonly lessons: Readonly<Record<LessonName, LessonTexts>>;
}

export const lessonTexts: Readonly<Record<'ja' | 'en', RoomTexts>> = {
  ja: {
    title: 'わざと間違える（学習用）',
    lead: '外部サービスの作り方を学ぶための画面です。よくある間違いを一度だけ起こし、金融機関の応答を確かめます。',
    warning: 'ここで起こす間違いで、連携が切れることがあります。切れたら、もう一度連携してください。',
    on: '学習を始める',
    off: '学習を終える',
    isOn: '学習中です。この画面を開いているブラウザーだけに効きます。',
    isOff: 'いまは切ってあります。外部サービスは正しく動いています。',
    needsLink: '先に連携してください。',
    goesToBank: '金融機関の画面へ移ります。許可して戻ると、間違いが起きます。',
    make: 'この間違いを試す',
    report: '金融機関の応答',
    request: '送ったもの',
    answer: '返ってきたもの',
    noAnswer: '応答なし',
    correct: '正しい作り方',
    lookAt: 'お客さまに見える画面を開く',
    back: 'サービスへ戻る',
    open: 'わざと間違える（学習用）',
    lessons: {
      wrong_redirect_uri: {
        title: '登録していない redirect_uri',
        what: '金融機関に登録していない戻り先を付けて、お客さまを送り出します。',
        correct:
          'redirect_uri は登録したものと一字一句同じにします。違うとき、金融機関はお客さまを戻さず、自分の画面で断ります。戻すと、認可コードが他人に渡りかねないからです。',
      },
      no_state_check: {
        title: 'state を確かめない',
        what: '自分が始めたものかどうか確かめずに、戻ってきた認可コードを使います（戻りの state は他人のものに差し替えます）。',
        correct:
          'state を送り出す前に保存し、戻ったときに必ず比べます。金融機関には見分けられないので、連携は成立してしまいます。他人の口座がつながる攻撃を防げるのは外部サービスだけです。PKCE も併せて使います。',
      },
      code_replay: {
        title: '認可コードを二度使う',
        what: '戻りのページが再読み込みされたときのように、同じ認可コードでトークンを二度求めます。',
        correct:
          '認可コードは一度だけ使い、すぐに自分の画面へ移します（303）。二度目は invalid_grant になり、盗まれたとみなされて、一度目に出たトークンも無効になります。',
      },
      lost_refresh_answer: {
        title: '更新の応答をなくす',
        what: 'トークンを更新しますが、応答を捨てて、古いリフレッシュトークンでもう一度求めます。',
        correct:
          '新しいリフレッシュトークンは、使う前に必ず保存します。短い猶予のあいだは同じ応答がもう一度返りますが、猶予のない設定や猶予を過ぎた後では、盗用とみなされて連携そのものが終わります。',
      },
      double_refresh: {
        title: '同時に二度更新する',
        what: '二つの処理が、同じリフレッシュトークンで同時に更新します。',
        correct:
          '連携ひとつにつき、更新は一度に一つだけにします（排他制御）。猶予のない設定では、あとに着いた方が盗用とみなされ、連携そのものが終わります。',
      },
      utc_dates: {
        title: '日付を UTC で数える',
        what: '「今日まで」の明細を UTC の日付で求めます。日本の午前9時までは、UTC ではまだ昨日です。午前8時59分のつもりで求め、日本の日付で求めたものと比べます。',
        correct:
          '日付はいつも日本時間（Asia/Tokyo）で数え、サーバーの時間帯に任せません。件数が違えば、その差が朝の間に見落とす明細です。',
      },
    },
  },
  en: {
    title: 'Make mistakes on purpose (for learners)',
    lead: 'For learning how to build a partner: make a common mistake once, and see what the bank answers.',
    warning: 'A mistake made here may end the linkage. If it does, link again.',
    on: 'Start learning',
    off: 'Stop learning',
    isOn: 'Learning is on, for this browser only.',
    isOff: 'Off for now. The service behaves correctly.',
    needsLink: 'Please link first.',
    goesToBank: 'You will be taken to the bank. The mistake is made when you have allowed it and come back.',
    make: 'Make this mistake',
    report: 'What the bank answered',
    request: 'Sent',
    answer: 'Came back',
    noAnswer: 'no answer',
    correct: 'How to do it right',
    lookAt: 'Open the page the customer would see',
    back: 'Back to the service',
    open: 'Make mistakes on purpose (for learners)',
    lessons: {
      wrong_redirect_uri: {
        title: 'An unregistered redirect_uri',
        what: 'Sends the customer off with a return address that is not registered with the bank.',
        correct:
          'Send redirect_uri exactly as registered, character by character. Otherwise the bank refuses on a page of its own instead of sending the customer back, because the code might end up in the wrong hands.',
      },
      no_state_check: {
        title: 'Not checking state',
        what: 'Uses the code that came back without checking who began the linkage (the state is replaced by somebody else’s).',
        correct:
          'Keep state before sending the customer off and compare it on return, always. The bank cannot tell, so the linkage succeeds: only the partner can fend off an attack that links somebody else’s accounts. Use PKCE as well.',
      },
      code_replay: {
        title: 'Using a code twice',
        what: 'Asks for tokens twice with the same code, as when the callback page is reloaded.',
        correct:
          'Use a code once and move on to a page of your own at once (303). The second time is invalid_grant, and the tokens of the first are revoked too, because the code counts as stolen.',
      },
      lost_refresh_answer: {
        title: 'Losing the answer to a refresh',
        what: 'Refreshes the tokens, throws the answer away, and asks again with the old refresh token.',
        correct:
          'Save the new refresh token before anything else. Within a short grace the same answer is given again; without one, or after it, the bank takes it for theft and the linkage ends.',
      },
      double_refresh: {
        title: 'Refreshing twice at once',
        what: 'Two workers refresh with the same refresh token at the same time.',
        correct:
          'One refresh at a time for each linkage (a lock). Without a grace the one that comes second counts as theft, and the linkage ends.',
      },
      utc_dates: {
        title: 'Counting dates in UTC',
        what: 'Asks for the statement up to “today” by the date in UTC. Until 9 in the morning in Japan that is still yesterday. Asked as of 8:59, beside the same question with Japan’s date.',
        correct:
          'Count dates in Japan’s time (Asia/Tokyo), whatever the zone of your server. If the counts differ, the difference is what you would miss every morning.',
      },
    },
  },
};
