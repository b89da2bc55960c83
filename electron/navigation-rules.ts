/**
 * Guards against a page that leaves its place: one that navigates the console's window elsewhere would
 * get the preload's bridge, and with it the control token; one that opens windows, embeds a webview or
 * asks for the camera has no business to. Each rule follows the item of Electron's security checklist
 * named beside it (https://www.electronjs.org/docs/latest/tutorial/security).
 */
import type { Session, WebContents } from 'electron';

export interface NavigationRules {
  /** Whether this window may show the page. */
  mayShow(address: string): boolean;
  /** Told of links that may not be shown here, for somebody to open them elsewhere or not at all. */
  handOver(address: string): void;
  /** Permissions granted without asking; nearly always none. */
  readonly permissions: readonly string[];
}

/** Applies the rules to one window. */
export function restrictNavigation(contents: WebContents, rules: NavigationRules): void {
  // 13. Disable or limit navigation. Redirects count: a page of ours may answer with one.
  contents.on('will-frame-navigate', (event) => {
    if (rules.mayShow(event.url)) return;
    event.preventDefault();
    if (event.isMainFrame) rules.handOver(event.url);
  });
  contents.on('will-redirect', (event) => {
    if (rules.mayShow(event.url)) return;
    event.preventDefault();
    if (event.isMainFrame) rules.handOver(event.url);
  });
  // 14. Disable or limit creation of new windows.
  contents.setWindowOpenHandler(({ url }) => {
    rules.handOver(url);
    return { action: 'deny' };
  });
  // 12. Verify WebView options before creation: there are none.
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
}

/** Applies the rules to everything that shares one session. */
export function restrictSession(session: Session, rules: NavigationRules): void {
  // 5. Handle session permission requests from remote content.
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    answer(rules.permissions.includes(permission));
  });
  session.setPermissionCheckHandler((_contents, permission) => rules.permissions.includes(permission));
  session.setDevicePermissionHandler(() => false);
  // Nothing leaves this computer unless the user asks: neither a page's requests …
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'] },
    ({ url }, answer) => {
      answer({ cancel: !rules.mayShow(url.replace(/^ws/, 'http')) });
    },
  );
  // … nor Chromium's download of spelling dictionaries.
  session.setSpellCheckerEnabled(false);
}
