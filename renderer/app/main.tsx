import './component-styles.ts';
import './console.css';
import { createRoot } from 'react-dom/client';
import { ConsoleApp } from './console-app.tsx';
import { ControlClient, ControlError } from './control-client.ts';
import { findControlToken, watchForNewToken } from './control-token.ts';
import { publishCspNonce } from './csp-nonce.ts';
import { createI18n } from './i18n.ts';
import { createConsoleRouter } from './router.tsx';
import { getStatus } from '../../server/control/operations/status.ts';

/** Whether the control API accepts the token. A sandbox that does not answer leaves the question open. */
async function isRefused(client: ControlClient): Promise<boolean> {
  try {
    await client.call(getStatus);
    return false;
  } catch (error) {
    return error instanceof ControlError && (error.status === 401 || error.status === 403);
  }
}

async function start(container: HTMLElement): Promise<void> {
  publishCspNonce();
  watchForNewToken();
  const token = await findControlToken();
  const i18n = createI18n();
  const client = token ? new ControlClient(token, '/control/v1', i18n.language) : undefined;
  // Behind the token, which came in the fragment the pages live in. The page's script loads while the
  // control API is asked for its word.
  const router = createConsoleRouter();
  if (client) void router.load();
  const refused = client !== undefined && (await isRefused(client));
  i18n.on('languageChanged', (language) => client?.useLanguage(language));
  createRoot(container).render(
    <ConsoleApp i18n={i18n} router={router} client={refused ? undefined : client} refused={refused} />,
  );
}

const container = document.getElementById('root');
if (container) void start(container);
