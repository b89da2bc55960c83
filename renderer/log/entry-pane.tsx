import { ActionIcon, Button, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import RotateCw from 'lucide-react/icons/rotate-cw';
import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import { getLogEntry, replayLogEntry } from '../../server/control/operations/log.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import type { Language } from '../app/i18n.ts';
import { CopyTextButton } from '../ui/copy-button.tsx';
import { EffectList } from '../ui/effect-list.tsx';
import { FailedState, LoadingState } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { bankEventText } from './bank-event.ts';
import { curlCommand } from './curl-command.ts';
import classes from './entry-pane.module.css';
import { withTerm } from './filter-terms.ts';
import { FlowDiagram } from './flow-diagram.tsx';
import { isBankEvent, toneOf, type LogEntry } from './log-entry.ts';
import { useFeedSnapshot } from './log-feed-context.tsx';
import { failingProfiles, VerdictList } from './verdict-list.tsx';
import { requestText, responseText } from './wire-format.ts';
import { WireText } from './wire-text.tsx';

interface EntryPaneProps {
  entryId: string;
  filter: string;
  onFilter: (filter: string) => void;
  onSelect: (id: string) => void;
  onClose: () => void;
}

/** One exchange: its cause first, then the way out, then the wire. */
export function EntryPane(props: EntryPaneProps) {
  const { t } = useTranslation();
  const shown = useFeedSnapshot().entries.find(({ id }) => id === props.entryId);
  // A row outside the present filter is fetched: links between rows must not end at a filter.
  const query = useOperation(
    getLogEntry,
    { params: { id: props.entryId } },
    { enabled: shown === undefined },
  );
  const entry = shown ?? query.data;
  return (
    <div className={classes.pane}>
      {entry ? (
        <EntryDetails {...props} entry={entry} />
      ) : (
        <>
          <ActionIcon aria-label={t('app.action.close')} onClick={props.onClose}>
            <X size={16} aria-hidden />
          </ActionIcon>
          {query.error ? <FailedState error={query.error} /> : <LoadingState />}
        </>
      )}
    </div>
  );
}

function EntryDetails({ entry, filter, onFilter, onSelect, onClose }: EntryPaneProps & { entry: LogEntry }) {
  const { t } = useTranslation();
  const tone = toneOf(entry);
  const wire = {
    seq: entry.seq,
    onFingerprint: (value: string) => onFilter(withTerm('', { value, negated: false })),
    onSelect: ({ id }: LogEntry) => onSelect(id),
  };
  return (
    <>
      <div className={classes.top}>
        <p className={classes.meta}>
          #{entry.seq} ・ {t('log.bankTime')} {bankDateTime(entry.at)} ・ {t('log.realTime')}{' '}
          {bankDateTime(entry.realAt)} ・ {entry.durationMs.toFixed(1)} ms
        </p>
        <ActionIcon aria-label={t('app.action.close')} onClick={onClose}>
          <X size={16} aria-hidden />
        </ActionIcon>
      </div>
      <h2 className={classes.title} id="log-entry-title" tabIndex={-1}>
        {entry.method === 'EVENT' ? t('log.atBank') : `${entry.method} ${entry.path}`}{' '}
        {entry.method === 'EVENT' ? null : (
          <ToneBadge tone={tone} mono>
            {entry.status === 0 ? t('log.noAnswer') : entry.status}
          </ToneBadge>
        )}
      </h2>
      <Cause entry={entry} />
      <PartyLinks entry={entry} filter={filter} onFilter={onFilter} />
      <Tabs defaultValue={entry.method === 'EVENT' ? 'effects' : 'request'} keepMounted={false}>
        <Tabs.List mb="sm" className={classes.tabs}>
          <Tabs.Tab value="request">{t('log.tab.request')}</Tabs.Tab>
          <Tabs.Tab value="response">{t('log.tab.response')}</Tabs.Tab>
          <Tabs.Tab value="effects">
            {t('log.tab.effects')} {entry.effects.length > 0 ? entry.effects.length : ''}
          </Tabs.Tab>
          <Tabs.Tab value="flow">{t('log.tab.flow')}</Tabs.Tab>
          {entry.verdicts ? <VerdictTab failing={failingProfiles(entry.verdicts)} /> : null}
        </Tabs.List>
        <Tabs.Panel value="request">
          <WireText {...wire} text={requestText(entry)} label={t('log.tab.request')} />
          <BodyNote message={entry.request} />
        </Tabs.Panel>
        <Tabs.Panel value="response">
          <WireText {...wire} text={responseText(entry)} label={t('log.tab.response')} />
          <BodyNote message={entry.response} />
        </Tabs.Panel>
        <Tabs.Panel value="effects">
          {entry.effects.length > 0 ? (
            <EffectList effects={entry.effects} />
          ) : (
            <p className={classes.soft}>{t('log.noEffects')}</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="flow">
          {entry.flowId || entry.grantId ? (
            <FlowDiagram entry={entry} onSelect={onSelect} />
          ) : (
            <p className={classes.soft}>{t('log.noFlow')}</p>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="verdicts">
          <p className={classes.soft}>{t('log.verdict.lead')}</p>
          <VerdictList verdicts={entry.verdicts ?? []} />
        </Tabs.Panel>
      </Tabs>
      {isBankEvent(entry) ? null : <Actions entry={entry} onSelect={onSelect} />}
    </>
  );
}

function VerdictTab({ failing }: { failing: number }) {
  const { t } = useTranslation();
  return (
    <Tabs.Tab value="verdicts">
      {t('log.tab.verdicts')}{' '}
      {failing > 0 ? (
        <strong className={classes.failing}>
          {failing}
          <span className="visually-hidden"> {t('log.verdict.fails')}</span>
        </strong>
      ) : null}
    </Tabs.Tab>
  );
}

function Cause({ entry }: { entry: LogEntry }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const { code, spec, message, hint } = entry.outcome;
  return (
    <div className={classes.cause} data-tone={toneOf(entry)}>
      <p className={classes.message}>
        {isBankEvent(entry) ? bankEventText(entry, language) : message[language]}
      </p>
      <p className={classes.clause}>{[spec, code].filter(Boolean).join(' ・ ')}</p>
      {hint ? (
        <p className={classes.hint}>
          <strong>{t('log.howToFix')}</strong>
          {hint[language]}
        </p>
      ) : null}
    </div>
  );
}

function PartyLinks({
  entry,
  filter,
  onFilter,
}: Pick<EntryPaneProps, 'filter' | 'onFilter'> & { entry: LogEntry }) {
  const { t } = useTranslation();
  const { clientId, clientClaimed, customerId, grantId, flowId } = entry;
  if (!clientId && !customerId && !grantId && !flowId) return <div className={classes.links} />;
  return (
    <div className={classes.links}>
      {clientId ? (
        <Link to="/clients" search={{ client: clientId }}>
          {t('log.showClient')} {clientId}
          {clientClaimed ? `（${t('log.claimedShort')}）` : ''}
        </Link>
      ) : null}
      {customerId ? (
        <Link to="/customers" search={{ customer: customerId }}>
          {t('log.showCustomer')} {customerId}
        </Link>
      ) : null}
      {grantId ? (
        <Link to="/grants" search={{ grant: grantId }}>
          {t('log.showGrant')} {shortId(grantId)}
        </Link>
      ) : null}
      {flowId ? (
        <button
          type="button"
          className={classes.linkButton}
          onClick={() => onFilter(withTerm(filter, { key: 'flow', value: flowId, negated: false }))}
        >
          {t('log.onlyFlow')}
        </button>
      ) : null}
    </div>
  );
}

function shortId(id: string): string {
  return id.length > 14 ? `${id.slice(0, 10)}…` : id;
}

function BodyNote({ message }: { message: LogEntry['request'] }) {
  const { t, i18n } = useTranslation();
  const note = message.bodyNote?.[i18n.language as Language];
  if (note) return <p className={classes.soft}>{note}</p>;
  if (message.bodyCut)
    return (
      <p className={classes.soft}>{t('log.bodyCut', { size: message.bodySize.toLocaleString('en-US') })}</p>
    );
  return null;
}

function Actions({ entry, onSelect }: { entry: LogEntry; onSelect: (id: string) => void }) {
  const { t } = useTranslation();
  const replay = useChange(replayLogEntry);
  return (
    <div className={classes.actions}>
      <CopyTextButton value={curlCommand(entry)}>{t('log.curl')}</CopyTextButton>
      {entry.origin === 'outgoing' ? null : (
        <Button
          variant="default"
          leftSection={<RotateCw size={14} aria-hidden />}
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(
              { params: { id: entry.id } },
              {
                onSuccess: (repeated) => {
                  notifications.show({ message: t('log.replayed', { seq: repeated.seq }) });
                  onSelect(repeated.id);
                },
                onError: (error) =>
                  notifications.show({ color: 'red', title: t('log.replayRefused'), message: error.message }),
              },
            )
          }
        >
          {t('log.replay')}
        </Button>
      )}
    </div>
  );
}
