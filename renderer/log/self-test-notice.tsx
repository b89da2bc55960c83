import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { listLog } from '../../server/control/operations/log.ts';
import { useOperation } from '../app/control-context.tsx';
import classes from './log-page.module.css';
import { selfTestRows } from './self-test-rows.ts';

/** Says that rows of self-tests are left out, and shows them to whoever wants them. */
export function SelfTestNotice({ shown, onShow }: { shown: boolean; onShow: (shown: boolean) => void }) {
  const { t } = useTranslation();
  const query = { filter: selfTestRows, limit: 1 };
  const { data } = useOperation(listLog, { query }, { refetchInterval: 10_000 });
  if (!data || data.items.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="plain" role="status">
      {t(shown ? 'log.selfTest.shown' : 'log.selfTest.hidden')}
      <Button variant="subtle" size="compact-xs" onClick={() => onShow(!shown)}>
        {t(shown ? 'log.selfTest.hide' : 'log.selfTest.show')}
      </Button>
    </div>
  );
}
