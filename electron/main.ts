import { app } from 'electron';
import { fileURLToPath } from 'node:url';
import type { Desktop } from './desktop.ts';
import { readStartupOptions, type StartupOptions } from './startup-options.ts';
import { Windows } from './windows.ts';

// Life cycle only: when the app starts, comes to the front and ends. What it does is in desktop.ts, which
// is loaded behind the first window: until then nothing is that a window can do without.

const preload = fileURLToPath(new URL('preload.cjs', import.meta.url));

// As root Chromium has no sandbox to offer, and would not start; `npm start` says so then.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
const options = readStartupOptions(process.argv);
app.setPath('userData', options.userDataDir);

// The lock lies in userData: one app per data directory, several side by side with different ones.
if (app.requestSingleInstanceLock()) run(options);
else app.quit();

function run(options: StartupOptions): void {
  let windows: Windows | undefined;
  let desktop: Desktop | undefined;
  let flushed = false;

  app.on('second-instance', () => void windows?.showConsole());
  app.on('activate', () => void windows?.showConsole());
  app.on('window-all-closed', () => {
    if (desktop?.isShown !== false && process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (flushed || !desktop) return;
    event.preventDefault();
    void desktop.stop().finally(() => {
      flushed = true;
      app.quit();
    });
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }

  void app.whenReady().then(async () => {
    try {
      windows = new Windows(preload);
      const opened = windows.open();
      const { Desktop } = await import('./desktop.ts');
      desktop = new Desktop(options, windows);
      await Promise.all([opened, desktop.start()]);
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
      app.quit();
    }
  });
}
