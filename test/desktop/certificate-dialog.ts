import type { Page } from '@playwright/test';
import type { DesktopApp } from './desktop-app.ts';

/** The app's stand-in for a browser's choice of a certificate. */
export class CertificateDialog {
  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
  }

  /** Does what makes a browser ask, and answers the question's window. */
  static async after(desktop: DesktopApp, act: () => Promise<unknown>): Promise<CertificateDialog> {
    const [page] = await Promise.all([desktop.electron.waitForEvent('window'), act()]);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return new CertificateDialog(page);
  }

  /** Presses the customer's button, which asks for a certificate. */
  static async ofLogin(desktop: DesktopApp, customer: Page): Promise<CertificateDialog> {
    return CertificateDialog.after(desktop, () => pressCertificateLogin(customer));
  }

  /** By the end of its row, the serial number. */
  certificate(serialNumber: string) {
    return this.page.getByRole('radio', { name: new RegExp(`${serialNumber}$`) });
  }

  async use(serialNumber: string, { remember = false } = {}): Promise<void> {
    await this.certificate(serialNumber).check();
    if (remember) await this.page.getByRole('checkbox', { name: '閉じるまで選択を記憶する' }).check();
    await this.press('OK');
  }

  /** The dialog may be gone before the click has been reported. */
  async press(name: string): Promise<void> {
    await this.page
      .getByRole('button', { name, exact: true })
      .click({ noWaitAfter: true })
      .catch((error: unknown) => {
        if (!this.page.isClosed()) throw error;
      });
  }

  /** As from the keyboard itself: what Playwright presses, the shell does not hear. */
  async escape(desktop: DesktopApp): Promise<void> {
    const title = await this.page.title();
    await desktop.electron.evaluate(({ BrowserWindow }, name) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.getTitle() === name)
        ?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
    }, title);
  }

  /** Keys, to the last of which the dialog may close. */
  async keys(...names: string[]): Promise<void> {
    for (const name of names) {
      await this.page.keyboard.press(name).catch((error: unknown) => {
        if (!this.page.isClosed()) throw error;
      });
    }
  }
}

export async function pressCertificateLogin(customer: Page): Promise<void> {
  await customer.getByRole('button', { name: '電子証明書認証' }).click({ noWaitAfter: true });
}
