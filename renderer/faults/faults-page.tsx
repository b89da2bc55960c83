import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import Plus from 'lucide-react/icons/plus';
import Zap from 'lucide-react/icons/zap';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteFault, listDrills, listFaults, removeFaults } from '../../server/control/operations/faults.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Card, Page } from '../ui/page.tsx';
import { EmptyState, Loaded, TooMuchNotice } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { DrillDialog, type Drill } from './drill-form.tsx';
import type { Fault } from './fault-draft.ts';
import { FaultForm } from './fault-form.tsx';
import { actionWords, limitWords, matchWords } from './fault-words.ts';
import classes from './faults.module.css';

/** Failures on purpose: what is at work now, and the drills that prepare one. */
export function FaultsPage(): ReactNode {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Fault | 'new' | undefined>();
  const addButton = (
    <Button leftSection={<Plus size={14} aria-hidden />} onClick={() => setEdited('new')}>
      {t('faults.add')}
    </Button>
  );
  return (
    <Page title={t('faults.title')} lead={t('faults.lead')} actions={addButton}>
      <Rules onEdit={setEdited} />
      <Drills />
      <FaultForm
        opened={edited !== undefined}
        fault={edited === 'new' ? undefined : edited}
        onClose={() => setEdited(undefined)}
      />
    </Page>
  );
}

function Rules({ onEdit }: { onEdit: (fault: Fault) => void }) {
  const { t } = useTranslation();
  // Faults end by themselves, by count or by the clock.
  const query = useOperation(listFaults, { query: { limit: 1000 } }, { refetchInterval: 5000 });
  const clear = useChange(removeFaults);
  const any = (query.data?.items.length ?? 0) > 0;
  return (
    <Card
      title={t('faults.rules')}
      padded={false}
      actions={
        any ? (
          <DeleteButton
            title={t('faults.clearTitle')}
            text={t('faults.clearText')}
            label={t('faults.clear')}
            pending={clear.isPending}
            error={clear.error}
            onDelete={() => clear.mutate({})}
          />
        ) : null
      }
    >
      <Loaded query={query} rows={3}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title={t('faults.empty')} detail={t('faults.emptyHint')} />
          ) : (
            <>
              <DataTable
                label={t('faults.rules')}
                rows={items}
                rowKey={({ id }) => id}
                onOpen={onEdit}
                columns={[
                  { key: 'match', header: t('faults.column.match'), cell: (fault) => matchWords(t, fault) },
                  {
                    key: 'action',
                    header: t('faults.column.action'),
                    wrap: true,
                    cell: (fault) => <ToneBadge tone="injected">{actionWords(t, fault)}</ToneBadge>,
                  },
                  { key: 'limit', header: t('faults.column.limit'), cell: (fault) => limitWords(t, fault) },
                  {
                    key: 'drill',
                    header: t('faults.column.drill'),
                    cell: ({ drill }) => (drill ? <span className="mono">{drill}</span> : ''),
                  },
                  {
                    key: 'end',
                    header: <span className="visually-hidden">{t('app.action.actions')}</span>,
                    align: 'end',
                    cell: (fault) => <EndButton fault={fault} />,
                  },
                ]}
              />
              {next ? <TooMuchNotice shown={items.length} /> : null}
            </>
          )
        }
      </Loaded>
    </Card>
  );
}

/** Ending a fault only brings the ordinary back: nobody is asked first. */
function EndButton({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  const end = useChange(deleteFault);
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={end.isPending}
      onClick={() =>
        end.mutate(
          { params: { id: fault.id } },
          { onError: (error) => notifications.show({ color: 'red', message: error.message }) },
        )
      }
    >
      {t('faults.end')}
    </Button>
  );
}

function Drills() {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const query = useOperation(listDrills, {});
  const [chosen, setChosen] = useState<Drill | undefined>();
  return (
    <section className={classes.drills} aria-labelledby="drills">
      <h2 id="drills">{t('faults.drills')}</h2>
      <p>{t('faults.drillsHint')}</p>
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('faults.noDrills')} />
          ) : (
            <ul className={classes.grid}>
              {items.map((drill) => (
                <li key={drill.name}>
                  <h3>{drill.title[language]}</h3>
                  <p>{drill.description[language]}</p>
                  <Button
                    variant="default"
                    className={classes.start}
                    leftSection={<Zap size={14} aria-hidden />}
                    aria-label={t('faults.startTitle', { name: drill.title[language] })}
                    onClick={() => setChosen(drill)}
                  >
                    {t('faults.start')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <DrillDialog drill={chosen} onClose={() => setChosen(undefined)} />
    </section>
  );
}
