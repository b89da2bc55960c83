import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { useEffect, useState } from 'react';
import { I18nextProvider } from 'react-i18next';
import { LogFeed } from '../log/log-feed.ts';
import { LogFeedProvider } from '../log/log-feed-context.tsx';
import { ControlError, type ControlClient } from './control-client.ts';
import { ControlProvider } from './control-context.tsx';
import { cspNonce } from './csp-nonce.ts';
import type { createConsoleRouter } from './router.tsx';
import { theme } from './theme.ts';
import { TokenPage } from './token-page.tsx';

type ConsoleRouter = ReturnType<typeof createConsoleRouter>;

interface ConsoleAppProps {
  i18n: i18n;
  router: ConsoleRouter;
  /** `undefined`: no token, or a refused one. */
  client: ControlClient | undefined;
  refused: boolean;
}

/** Everything the console's pages stand on. */
export function ConsoleApp({ i18n, router, client, refused }: ConsoleAppProps) {
  return (
    <I18nextProvider i18n={i18n}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={cspNonce}>
        {/* Below the bar and between title and actions: nothing there is to be pressed. */}
        <Notifications position="top-center" limit={3} mt={48} />
        {client ? <ConnectedConsole client={client} router={router} /> : <TokenPage refused={refused} />}
      </MantineProvider>
    </I18nextProvider>
  );
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2000,
        // Refused stays refused; only silence is worth another try.
        retry: (failures, error) => failures < 2 && error instanceof ControlError && error.status === 0,
        retryDelay: 400,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function ConnectedConsole({ client, router }: { client: ControlClient; router: ConsoleRouter }) {
  const [queries] = useState(createQueryClient);
  const [feed] = useState(() => new LogFeed(client));
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, [feed]);
  return (
    <ControlProvider client={client}>
      <QueryClientProvider client={queries}>
        <LogFeedProvider feed={feed}>
          <RouterProvider router={router} />
        </LogFeedProvider>
      </QueryClientProvider>
    </ControlProvider>
  );
}
