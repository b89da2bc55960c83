import { BrowserWindow } from 'electron';
import { CHOICE_ORIGIN, messagePage, type Message } from './message-page.ts';

/**
 * Says something when there is no console to say it, and waits for an answer. The page has no script
 * and no preload. Closing the window means the last choice.
 * @returns the id of the choice
 */
export async function askInWindow(message: Message): Promise<string> {
  const window = new BrowserWindow({
    width: 640,
    height: 420,
    title: 'IB Link Sandbox',
    autoHideMenuBar: true,
    webPreferences: {
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      spellcheck: false,
      partition: 'message',
    },
  });
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  const answer = new Promise<string>((resolve) => {
    window.webContents.on('will-navigate', (event) => {
      event.preventDefault();
      const url = URL.parse(event.url);
      if (url?.origin === CHOICE_ORIGIN) resolve(url.pathname.slice(1));
    });
    window.once('closed', () => {
      resolve(message.choices.at(-1)?.id ?? '');
    });
  });
  await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(messagePage(message))}`);
  const chosen = await answer;
  if (!window.isDestroyed()) window.destroy();
  return chosen;
}
