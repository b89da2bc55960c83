import { ActionIcon, Button, TextInput } from '@mantine/core';
import Plus from 'lucide-react/icons/plus';
import Trash2 from 'lucide-react/icons/trash-2';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import classes from './settings.module.css';
import type { BankSettings, FieldsProps } from './settings-page.tsx';

type Branch = BankSettings['institution']['branches'][number];

interface BranchFieldsProps extends Pick<FieldsProps, 'messageOf'> {
  branches: readonly Branch[];
  onChange: (branches: Branch[]) => void;
}

/** 店番 and 店名. An account of a branch that is not listed is shown by its number. */
export function BranchFields({ branches, messageOf, onChange }: BranchFieldsProps) {
  const { t } = useTranslation();
  const change = (at: number, members: Partial<Branch>) =>
    onChange(branches.map((branch, index) => (index === at ? { ...branch, ...members } : branch)));
  return (
    <Card
      title={t('settings.branches')}
      actions={
        <Button
          variant="default"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange([...branches, { code: '', name: '' }])}
        >
          {t('settings.addBranch')}
        </Button>
      }
    >
      <ol className={classes.branches}>
        {branches.map((branch, at) => (
          // A row has no name but its place: code and name are both being typed.
          <li key={at}>
            <TextInput
              aria-label={t('settings.branchCode', { row: at + 1 })}
              placeholder="001"
              inputMode="numeric"
              w={72}
              value={branch.code}
              error={messageOf(`institution.branches[${String(at)}].code`)}
              onChange={(event) => change(at, { code: event.currentTarget.value })}
            />
            <TextInput
              className={classes.grow ?? ''}
              aria-label={t('settings.branchName', { row: at + 1 })}
              value={branch.name}
              error={messageOf(`institution.branches[${String(at)}].name`)}
              onChange={(event) => change(at, { name: event.currentTarget.value })}
            />
            <ActionIcon
              size={28}
              mt={4}
              aria-label={t('settings.removeBranch', { name: branch.name || branch.code })}
              disabled={branches.length === 1}
              onClick={() => onChange(branches.filter((_, index) => index !== at))}
            >
              <Trash2 size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <p className={classes.soft}>{t('settings.branchesHint')}</p>
    </Card>
  );
}
