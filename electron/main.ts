import { app } from 'electron';
import { Desktop } from './desktop.ts';
import { readStartupOptions } from './startup-options.ts';

// Life cycle only: when the app starts, comes to the front and ends. What it does is in desktop.ts.

// As root Chromium has no sandbox to offer, and would not start; `npm start` says so then.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
const options = readStartupOptions(process.argv);
app.setPath('userData', options.userDataDir);

// The lock lies in userData: one app per data directory, several side by side with different ones.
if (app.requestSingleInstanceLock()) run(new Desktop(options));
else app.quit();

function run(desktop: Desktop): void {
  let flushed = false;

  app.on('second-instance', () => void desktop.showConsole());
  app.on('activate', () => void desktop.showConsole());
  app.on('window-all-closed', () => {
    if (desktop.isShown && process.platform !== 'darwin') app.quit();
  });
  app.on('before-quit', (event) => {
    if (flushed) return;
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
      await desktop.start();
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exitCode = 1;
      app.quit();
    }
  });
}
