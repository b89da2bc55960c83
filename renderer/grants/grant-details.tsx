import { ButtonLink } from '../ui/button-link.tsx';
import { Drawer, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import Clock from 'lucide-react/icons/clock';
import { useTranslation } from 'react-i18next';
import { endGrant, getGrant } from '../../server/control/operations/grants.ts';
import { useChange, useOperation } from '../app/control-context.tsx';
import { bankDateTime } from '../app/formats.ts';
import { useBankClock } from '../app/use-status.ts';
import { CopyLine, CopyLines } from '../overview/copy-lines.tsx';
import { DeleteButton } from '../ui/delete-button.tsx';
import { Loaded } from '../ui/state-panel.tsx';
import { ToneBadge } from '../ui/tone-badge.tsx';
import { grantTone, Remaining } from './grant-table.tsx';
import type { Grant } from './grants-page.tsx';

interface GrantDetailsProps {
  grantId: string | undefined;
  onClose: () => void;
}

/** One grant beside the list. */
export function GrantDetails({ grantId, onClose }: GrantDetailsProps) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={grantId !== undefined}
      onClose={onClose}
      title={
        <Text component="span" fw={650}>
          {t('grants.title')}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('app.action.close') }}
    >
      {grantId === undefined ? null : <GrantContent grantId={grantId} />}
    </Drawer>
  );
}

function GrantContent({ grantId }: { grantId: string }) {
  const query = useOperation(getGrant, { params: { grantId } });
  return <Loaded query={query}>{(grant) => <GrantFacts grant={grant} />}</Loaded>;
}

const endReasons = [
  'revoked_by_client',
  'revoked_by_bank',
  'superseded',
  'superseded_by_other_client',
  'refresh_token_reused',
  'code_reused',
  'password_changed',
  'lost_by_bank',
  'customer_stopped',
  'customer_deleted',
  'client_deleted',
] as const;

function GrantFacts({ grant }: { grant: Grant }) {
  const customerName = grant.customer?.name ?? grant.customerId;
  const { t } = useTranslation();
  const bankNow = useBankClock()?.bankNow ?? 0;
  const end = useChange(endGrant);
  const reason = endReasons.find((known) => known === grant.endReason);
  return (
    <>
      <CopyLines>
        <CopyLine name={t('grants.status')}>
          <ToneBadge tone={grantTone(grant, bankNow)}>{t(`grants.${grant.status}`)}</ToneBadge>{' '}
          <Remaining grant={grant} bankNow={bankNow} />
        </CopyLine>
        <CopyLine name="grantId" value={grant.grantId} />
        <CopyLine name={t('grants.customer')}>
          <Link to="/customers" search={{ customer: grant.customerId }}>
            {customerName}
          </Link>
        </CopyLine>
        <CopyLine name={t('grants.client')}>
          <Link to="/clients" search={{ client: grant.clientId }}>
            {grant.clientId}
          </Link>
        </CopyLine>
        {grant.scopes.length === 0 ? null : (
          <CopyLine name={t('grants.scopes')}>
            {grant.scopes.map((scope) => (
              <div key={scope}>
                {t(`grants.scope.${scope}`)} <span className="mono">{scope}</span>
              </div>
            ))}
          </CopyLine>
        )}
        {grant.authorizationDetails?.map((detail, index) => (
          <CopyLine key={index} name={t('grants.byAccount')}>
            <DetailFacts detail={detail} />
          </CopyLine>
        ))}
        <CopyLine name={t('grants.createdAt')}>
          <span className="figures">{bankDateTime(grant.createdAt)}</span>
        </CopyLine>
        <CopyLine name={t('grants.expiresAt')}>
          <span className="figures">{bankDateTime(grant.expiresAt)}</span>
        </CopyLine>
        {grant.endReason ? (
          <CopyLine name={t('grants.endReason')}>
            {reason ? t(`grants.reason.${reason}`) : grant.endReason}
          </CopyLine>
        ) : null}
      </CopyLines>
      <Group mt="lg" gap="xs">
        <ButtonLink variant="default" to="/log" search={{ filter: `grant:${grant.grantId}` }}>
          {t('grants.requests')}
        </ButtonLink>
        {grant.status === 'active' ? (
          <>
            <ButtonLink
              variant="default"
              to="/time"
              search={{ grant: grant.grantId }}
              leftSection={<Clock size={14} aria-hidden />}
            >
              {t('grants.expireSoon')}
            </ButtonLink>
            <DeleteButton
              label={t('grants.end')}
              title={t('grants.endTitle')}
              text={t('grants.endText', { customer: customerName, client: grant.clientId })}
              pending={end.isPending}
              error={end.error}
              onDelete={() => end.mutate({ params: { grantId: grant.grantId } })}
            />
          </>
        ) : null}
      </Group>
    </>
  );
}

type Detail = NonNullable<Grant['authorizationDetails']>[number];

/** What was allowed for some accounts only (RFC 9396). */
function DetailFacts({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  return (
    <>
      {detail.actions.map((action) => (
        <div key={action}>
          {t(`grants.action.${action}`)} <span className="mono">{action}</span>
        </div>
      ))}
      {detail.accounts.length === 0 ? <div>{t('grants.noAccount')}</div> : null}
      {detail.accounts.map((accountId) => (
        <div key={accountId} className="mono">
          {accountId}
        </div>
      ))}
      {detail.locations?.map((location) => (
        <div key={location} className="mono">
          {location}
        </div>
      ))}
    </>
  );
}
