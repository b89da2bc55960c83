import type { ReactNode } from 'react';
import { fillIn } from '../../bank/refusal.ts';
import { screenPaths } from '../paths.ts';
import { logoutTexts } from '../texts/logout.ts';
import { carriedEntries, type Visit } from '../visit.ts';

/** Whose login it is, and ログアウト: on every page, where logins are kept. */
export function LoginBar({ visit }: { visit: Visit }): ReactNode {
  const { login } = visit;
  if (!login || visit.path === screenPaths.logout) return null;
  const texts = logoutTexts[visit.language];
  return (
    <form method="post" action={screenPaths.logout} className="login-bar">
      {carriedEntries(visit.carried).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="csrf" value={login.csrf} />
      <span>{fillIn(texts.loggedIn, { name: login.name })}</span>
      <button type="submit">{texts.button}</button>
    </form>
  );
}
