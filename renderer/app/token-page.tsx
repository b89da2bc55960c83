import { Alert, Button, Group, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './connection-gate.module.css';
import { keepControlToken } from './control-token.ts';

/** Shown where the console has no (valid) control token: why one is needed and where to find it. */
export function TokenPage({ refused }: { refused: boolean }) {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  return (
    <main className={classes.gate}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <img src="./icon.svg" width={28} height={28} alt="" />
          {t('app.title')}
        </div>
        <h1>{t('app.token.title')}</h1>
        <p>{t('app.token.why')}</p>
        {refused ? (
          <Alert color="red" role="alert" mb="sm">
            {t('app.token.wrong')}
          </Alert>
        ) : null}
        <h2>{t('app.token.how')}</h2>
        <ol>
          <li>{t('app.token.byLink')}</li>
          <li>{t('app.token.byPaste')}</li>
        </ol>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!token.trim()) return;
            keepControlToken(token.trim());
            window.location.reload();
          }}
        >
          <PasswordInput
            label={t('app.token.input')}
            value={token}
            onChange={(event) => setToken(event.currentTarget.value)}
            autoComplete="off"
            visibilityToggleButtonProps={{ 'aria-label': t('app.action.showSecret') }}
            data-autofocus
          />
          <Group justify="flex-end" mt="md">
            <Button type="submit" size="sm" disabled={!token.trim()}>
              {t('app.token.open')}
            </Button>
          </Group>
        </form>
      </div>
    </main>
  );
}
