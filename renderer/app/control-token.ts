import './desktop-bridge.ts';

/*
 * Threat: whoever holds the control token may do anything to the sandbox. It therefore never travels
 * in a cookie (another port of 127.0.0.1 would receive it), nor stays in the address bar, where it
 * would reach the history, a bookmark or a screen share.
 */

const storageKey = 'ib-link-sandbox.control-token';

/** The token of a fragment `#token=…`, or `undefined`. */
export function tokenInFragment(fragment: string): string | undefined {
  const token = new URLSearchParams(fragment.replace(/^#/, '')).get('token');
  return token?.trim() || undefined;
}

/** Finds the control token: the address bar's fragment, then this tab's session, then the desktop shell. */
export async function findControlToken(): Promise<string | undefined> {
  const given = tokenInFragment(window.location.hash);
  if (given) {
    keepControlToken(given);
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
    return given;
  }
  return (await window.ibLinkDesktop?.controlToken()) ?? sessionStorage.getItem(storageKey) ?? undefined;
}

export function keepControlToken(token: string): void {
  sessionStorage.setItem(storageKey, token);
}

export function forgetControlToken(): void {
  sessionStorage.removeItem(storageKey);
}

/** A link with a fresh token opened in this very tab changes the fragment only: take the token and start over. */
export function watchForNewToken(): void {
  window.addEventListener('hashchange', () => {
    if (tokenInFragment(window.location.hash)) window.location.reload();
  });
}
