import { ButtonLink } from '../ui/button-link.tsx';
import { Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listClients } from '../../server/control/operations/clients.ts';
import { useOperation } from '../app/control-context.tsx';
import { clientName } from '../app/names.ts';
import type { SandboxStatus } from '../app/use-status.ts';
import { CopyTextButton } from '../ui/copy-button.tsx';
import { Card } from '../ui/page.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { CopyLine, CopyLines } from './copy-lines.tsx';
import { demoSecret } from './demo-credentials.ts';
import { environmentFile } from './environment.ts';
import classes from './overview.module.css';

/** What an application has to be told to talk to this bank, for a client of one's choice. */
export function ClientSettings({ status }: { status: SandboxStatus }) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const clients = useOperation(listClients, { query: { limit: 1000 } });
  const issuer = status.addresses.issuer;
  return (
    <Card
      title={t('overview.yourClient')}
      actions={
        <ButtonLink variant="default" to="/clients" search={{ add: 'client' }}>
          {t('overview.register')}
        </ButtonLink>
      }
    >
      <Loaded query={clients} rows={6}>
        {({ items }) => {
          const client = items.find(({ client_id }) => client_id === chosen) ?? items[0];
          if (!client) return <span className={classes.soft}>—</span>;
          const isPublic = client.token_endpoint_auth_method === 'none';
          const known = demoSecret(status.scenario.name, client.client_id);
          const usesSecret = client.token_endpoint_auth_method.startsWith('client_secret');
          const redirectUri = client.redirect_uris[0] ?? '';
          const environment = environmentFile({
            issuer,
            clientId: client.client_id,
            clientSecret: usesSecret ? known : null,
            redirectUri,
            scope: client.scope,
          });
          return (
            <>
              <Select
                aria-label={t('overview.client')}
                data={items.map((each) => ({
                  value: each.client_id,
                  label: `${clientName(each, i18n.language)}（${each.client_id}）`,
                }))}
                value={client.client_id}
                onChange={setChosen}
                mb="xs"
              />
              <CopyLines>
                <CopyLine name={t('overview.clientId')} value={client.client_id} />
                {isPublic ? (
                  <CopyLine name={t('overview.secret')}>{t('overview.noSecret')}</CopyLine>
                ) : known ? (
                  <CopyLine name={t('overview.secret')} value={known} />
                ) : usesSecret ? (
                  <CopyLine name={t('overview.secret')}>{t('overview.secretHidden')}</CopyLine>
                ) : null}
                <CopyLine name={t('overview.redirect')} value={redirectUri} />
                <CopyLine name={t('overview.scope')} value={client.scope} />
              </CopyLines>
              {/^http:\/\/(127\.0\.0\.1|\[::1\])[:/]/.test(redirectUri) ? (
                <p className={classes.hint}>{t('overview.loopback')}</p>
              ) : null}
              <pre className={classes.env} tabIndex={0} aria-label={t('overview.env')}>
                {environment}
              </pre>
              <Group justify="flex-end" mt="xs">
                <CopyTextButton value={environment}>{t('overview.copyEnv')}</CopyTextButton>
              </Group>
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}
