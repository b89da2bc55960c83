import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  openPartner(): void;
  openConsoleInBrowser(): void;
  openDataFolder(): void;
}

interface MenuTexts {
  file: string;
  edit: string;
  view: string;
  window: string;
  partner: string;
  browser: string;
  dataFolder: string;
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
  },
  en: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    partner: 'Open the Demo Partner',
    browser: 'Open the Console in the Browser',
    dataFolder: 'Open the Data Folder',
  },
};

/** The application's menu as the platform expects it; Electron translates what has a role. */
export function installMenu(locale: string, actions: MenuActions): void {
  const text = locale.startsWith('ja') ? texts.ja : texts.en;
  const onMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(onMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: text.file,
      submenu: [
        { label: text.partner, accelerator: 'CmdOrCtrl+Shift+P', click: () => actions.openPartner() },
        { label: text.browser, click: () => actions.openConsoleInBrowser() },
        { label: text.dataFolder, click: () => actions.openDataFolder() },
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
