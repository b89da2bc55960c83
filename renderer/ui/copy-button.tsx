import { ActionIcon, Button, CopyButton as MantineCopyButton, Tooltip } from '@mantine/core';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Copies a value; `what` names it to those who hear the page instead of seeing it. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const { t } = useTranslation();
  return (
    <MantineCopyButton value={value} timeout={1600}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('app.action.copied') : t('app.action.copy')}>
          <ActionIcon
            size={24}
            onClick={copy}
            aria-label={`${t('app.action.copy')}: ${what}`}
            color={copied ? 'teal' : 'gray'}
          >
            {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopyButton>
  );
}

/** The same with its words written out. */
export function CopyTextButton({ value, children }: { value: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <MantineCopyButton value={value} timeout={1600}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          onClick={copy}
          leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        >
          {copied ? t('app.action.copied') : children}
        </Button>
      )}
    </MantineCopyButton>
  );
}

/** A value as it is on the wire, to be copied. */
export function Copyable({ value, what }: { value: string; what: string }) {
  return (
    <span className="copyable">
      <span className="mono">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}
