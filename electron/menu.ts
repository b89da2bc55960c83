import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  openPartner(): void;
  openConsoleInBrowser(): void;
  openDataFolder(): void;
  /** Left out where the bank does not answer over TLS: nothing is chosen then. */
  readonly certificates?: { forgetChoice(): void; manage(): void } | undefined;
}

interface MenuTexts {
  file: string;
  edit: string;
  view: string;
  window: string;
  partner: string;
  browser: string;
  dataFolder: string;
  forgetChoice: string;
  manageCertificates: string;
}

const texts: { readonly ja: MenuTexts; readonly en: MenuTexts } = {
  ja: {
    file: 'ファイル',
    edit: '編集',
    view: '表示',
    window: 'ウインドウ',
    partner: 'デモ外部サービスを開く',
    browser: 'コンソールをブラウザーで開く',
    dataFolder: 'データフォルダーを開く',
    forgetChoice: '電子証明書の選択を忘れる',
    manageCertificates: 'このPCの電子証明書…',
  },
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    partner: 'Open the Demo Partner',
    browser: 'Open the Console in the Browser',
    dataFolder: 'Open the Data Folder',
    forgetChoice: 'Forget the Certificate Choice',
    manageCertificates: 'Certificates on This PC…',
  },
};

/** The application's menu as the platform expects it; Electron translates what has a role. */
export function installMenu(locale: string, actions: MenuActions): void {
  const text = locale.startsWith('ja') ? texts.ja : texts.en;
  const onMac = process.platform === 'darwin';
  const { certificates } = actions;
  const template: MenuItemConstructorOptions[] = [
    ...(onMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        { label: text.partner, accelerator: 'CmdOrCtrl+Shift+P', click: () => actions.openPartner() },
        { label: text.browser, click: () => actions.openConsoleInBrowser() },
        { label: text.dataFolder, click: () => actions.openDataFolder() },
        ...(certificates
          ? [
              { type: 'separator' } as const,
              {
                id: 'forget-certificate-choice',
                label: text.forgetChoice,
                click: () => certificates.forgetChoice(),
              },
              {
                id: 'manage-certificates',
                label: text.manageCertificates,
                click: () => certificates.manage(),
              },
            ]
          : []),
        { type: 'separator' },
        { role: onMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu', label: text.edit },
    { role: 'viewMenu', label: text.view },
    { role: 'windowMenu', label: text.window },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
