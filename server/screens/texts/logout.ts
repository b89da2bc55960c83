/** Whose login is kept, and how it ends. */
export const logoutTexts = {
  ja: {
    loggedIn: '{name} 様でログイン中',
    button: 'ログアウト',
    title: 'ログアウトの確認',
    ask: '{name} 様でログインしています。ログアウトしますか。',
    done: 'ログアウトしました',
    close: 'この金融機関にはログインしていません。この画面は閉じてかまいません。',
  },
  en: {
    loggedIn: 'Logged in as {name}',
    button: 'ログアウト (Log out)',
    title: 'Log out',
    ask: 'You are logged in as {name}. Do you want to log out?',
    done: 'You are logged out',
    close: 'Nobody is logged in at this bank. You can close this page.',
  },
} as const;
