import { issueToPartner } from '../../harness/issued-certificates.ts';
import { consoleText, openConsole, press, somethingHappened } from './console-steps.ts';
import { looks, type Series, type Stage } from './picture.ts';

/** A dialog on a page of the console. */
interface Dialog {
  readonly name: string;
  /** The name of the text that heads it. */
  readonly title: string;
  /** The button that opens it, by the name of its text; or its row's, which says more than that. */
  readonly press?: string;
  readonly pressNamed?: string;
  /** Opens it where no such button does. */
  readonly open?: (stage: Stage) => Promise<unknown>;
  /** What is done in it before the picture is taken. */
  readonly act?: (stage: Stage) => Promise<unknown>;
  /** What closes it, where Esc does not. */
  readonly done?: string;
}

/** The dialogs of one page. */
const dialogsOf = (
  name: string,
  path: string,
  dialogs: readonly Dialog[],
  prepare: (stage: Stage) => Promise<unknown> = somethingHappened,
): Series => ({
  name: `console-dialogs-of-${name}`,
  looks: [looks.ja, looks.phoneEnDark],
  begin: async (stage) => {
    await prepare(stage);
    await openConsole(stage, path);
  },
  shots: dialogs.map((dialog) => ({
    name: `console-dialog-${dialog.name}`,
    of: { dialog: dialog.title },
    // What lies behind it has pictures of its own.
    part: (page) => page.getByRole('dialog'),
    show: async (stage) => {
      await dialog.open?.(stage);
      if (dialog.press !== undefined) await press(stage, dialog.press);
      if (dialog.pressNamed !== undefined) await pressNamed(stage, dialog.pressNamed);
      await stage.page.getByRole('dialog').waitFor();
      await dialog.act?.(stage);
      // One may have led to another.
      await stage.page.getByRole('dialog').nth(1).waitFor({ state: 'hidden' });
      await showPage(stage, 'hidden');
    },
    leave: async (stage) => {
      const { page } = stage;
      await showPage(stage, 'visible');
      if (dialog.done === undefined) await page.keyboard.press('Escape');
      else await within(stage, dialog.done);
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    },
  })),
});

/** What lies behind a dialog shines through at its edges. */
async function showPage({ page }: Stage, visibility: 'visible' | 'hidden'): Promise<void> {
  await page.locator('#root').evaluate((root, value) => {
    root.style.visibility = value;
  }, visibility);
}

/** A button whose name begins with this text: that of one row among several. */
async function pressNamed(stage: Stage, text: string): Promise<void> {
  const words = consoleText(text, stage).replace(/ *\{\{\w+\}\} */, '.+');
  await stage.page
    .getByRole('button', { name: new RegExp(`^${words}`), disabled: false })
    .first()
    .click();
}

/** Presses a button of the dialog. */
async function within({ page, ...stage }: Stage, text: string): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: consoleText(text, stage), exact: true })
    .last()
    .click();
}

async function shown({ page, ...stage }: Stage, text: string): Promise<void> {
  await page.getByRole('dialog').getByText(consoleText(text, stage), { exact: true }).first().waitFor();
}

const ofCustomer: readonly Dialog[] = [
  { name: 'customer', title: 'customers.edit', press: 'app.action.edit' },
  { name: 'customer-delete', title: 'customers.deleteTitle', press: 'app.action.delete' },
  { name: 'account', title: 'customers.addAccount', press: 'customers.addAccount' },
  { name: 'certificate-issue', title: 'certificates.issueTitle', press: 'certificates.issue' },
  { name: 'certificate-revoke', title: 'certificates.revokeTitle', pressNamed: 'certificates.revokeOf' },
  {
    name: 'certificate-file',
    title: 'certificates.file.title',
    pressNamed: 'certificates.exportOf',
    done: 'certificates.file.done',
  },
];

const ofStatement: readonly Dialog[] = [
  { name: 'account-edit', title: 'customers.editAccount', press: 'app.action.edit' },
  { name: 'account-delete', title: 'customers.deleteAccountTitle', press: 'app.action.delete' },
  { name: 'row', title: 'customers.addRow', press: 'customers.addRow' },
  { name: 'row-delete', title: 'customers.deleteRowTitle', pressNamed: 'customers.deleteRow' },
  { name: 'generate', title: 'customers.generateTitle', press: 'customers.generate' },
  { name: 'import', title: 'customers.files.importTitle', press: 'customers.files.import' },
  { name: 'export', title: 'customers.files.exportTitle', press: 'customers.files.export' },
];

const ofClient: readonly Dialog[] = [
  { name: 'client', title: 'clients.edit', press: 'app.action.edit' },
  { name: 'client-delete', title: 'clients.deleteTitle', press: 'app.action.delete' },
  { name: 'client-certificate-issue', title: 'certificates.issueTitle', press: 'certificates.issue' },
  {
    name: 'client-certificate-file',
    title: 'certificates.file.title',
    press: 'certificates.issue',
    act: async (stage) => {
      await within(stage, 'certificates.issue');
      await shown(stage, 'certificates.file.title');
    },
    done: 'certificates.file.done',
  },
  {
    name: 'client-certificate-revoke',
    title: 'certificates.revokeTitle',
    pressNamed: 'certificates.revokeOf',
  },
  { name: 'secret-rotate', title: 'clients.rotateTitle', press: 'clients.rotate' },
  {
    name: 'secret',
    title: 'clients.secretTitle',
    press: 'clients.rotate',
    act: async (stage) => {
      await within(stage, 'clients.rotate');
      await shown(stage, 'clients.secretOnce');
    },
    done: 'clients.secretDone',
  },
];

const ofGrants: readonly Dialog[] = [
  { name: 'grant', title: 'grants.createTitle', press: 'grants.create' },
  {
    name: 'grant-tokens',
    title: 'grants.tokensTitle',
    press: 'grants.create',
    act: async (stage) => {
      await within(stage, 'grants.make');
      await shown(stage, 'grants.tokensOnce');
    },
  },
];

const ofScenarios: readonly Dialog[] = [
  { name: 'scenario-load', title: 'scenarios.loadTitle', press: 'scenarios.load' },
  { name: 'scenario-reset', title: 'scenarios.resetTitle', press: 'scenarios.reset' },
  { name: 'snapshot-restore', title: 'scenarios.snapshotRestoreTitle', press: 'scenarios.snapshotRestore' },
  {
    name: 'snapshot-replace',
    title: 'scenarios.snapshotReplaceTitle',
    open: async ({ page, ...stage }) => {
      await page
        .getByLabel(consoleText('scenarios.snapshotName', stage), { exact: true })
        .fill('before-the-lesson');
      await page
        .getByRole('button', { name: consoleText('scenarios.snapshotSave', stage), exact: true })
        .click();
    },
  },
  { name: 'snapshot-delete', title: 'scenarios.snapshotDeleteTitle', press: 'app.action.delete' },
];

const ofFaults: readonly Dialog[] = [
  { name: 'fault', title: 'faults.add', press: 'faults.add' },
  {
    name: 'fault-edit',
    title: 'faults.edit',
    open: ({ page }) => page.getByRole('table').getByRole('button').first().click(),
  },
  { name: 'faults-clear', title: 'faults.clearTitle', press: 'faults.clear' },
  { name: 'drill', title: 'faults.startTitle', pressNamed: 'faults.startTitle' },
  {
    name: 'drill-started',
    title: 'faults.startTitle',
    pressNamed: 'faults.startTitle',
    act: async (stage) => {
      await within(stage, 'faults.start');
      await shown(stage, 'faults.started');
    },
  },
];

export const consoleDialogs: readonly Series[] = [
  dialogsOf('customer', '/customers?customer=cust_10000000006', ofCustomer),
  dialogsOf('statement', '/customers?customer=cust_10000000001&account=001011000001', ofStatement),
  dialogsOf('clients', '/clients', [
    { name: 'suite-export', title: 'conformance.title', press: 'conformance.open' },
  ]),
  dialogsOf('client', '/clients?client=demo-kakeibo', ofClient, ({ sandbox }) =>
    issueToPartner(sandbox, 'demo-kakeibo'),
  ),
  dialogsOf('grants', '/grants', ofGrants),
  dialogsOf('log', '/log', [{ name: 'log-clear', title: 'log.clearTitle', press: 'log.clear' }]),
  dialogsOf('scenarios', '/scenarios', ofScenarios, ({ sandbox }) =>
    sandbox.control('POST', '/snapshots', { name: 'before-the-lesson' }),
  ),
  dialogsOf('faults', '/faults', ofFaults, ({ sandbox }) =>
    sandbox.control('POST', '/faults', {
      match: { path: '/oauth2/token' },
      action: { status: 500 },
      times: 3,
    }),
  ),
  dialogsOf('settings', '/settings?section=institution', [
    { name: 'institution', title: 'settings.useProfileTitle', pressNamed: 'settings.useProfile' },
  ]),
  dialogsOf('training', '/training', [
    { name: 'training-reset', title: 'training.resetTitle', press: 'training.restart' },
  ]),
];
