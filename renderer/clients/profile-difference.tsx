import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listProfileTopics } from '../../server/control/operations/profiles.ts';
import { useOperation } from '../app/control-context.tsx';
import type { Language } from '../app/i18n.ts';
import { DataTable } from '../ui/data-table.tsx';
import { Card } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/state-panel.tsx';
import { profileNames, type ProfileName } from './client-draft.ts';
import classes from './clients.module.css';

/** On what two security profiles differ, in plain words and with the clause of each. */
export function ProfileDifference({ own }: { own: ProfileName }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const [one, setOne] = useState<ProfileName>(own);
  const [other, setOther] = useState<ProfileName>(own === 'fapi2-security' ? 'compat' : 'fapi2-security');
  const query = useOperation(listProfileTopics, {});
  const choices = profileNames.map((value) => ({ value, label: t(`clients.profileText.${value}`) }));
  return (
    <div className={classes.card}>
      <Card title={t('clients.difference')} padded={false}>
        <div className={classes.choices}>
          <Select
            label={t('clients.differenceOf')}
            value={one}
            onChange={(profile) => profile && setOne(profile)}
            data={choices}
          />
          <Select
            label={t('clients.differenceTo')}
            value={other}
            onChange={(profile) => profile && setOther(profile)}
            data={choices}
          />
        </div>
        <Loaded query={query} rows={6}>
          {({ items }) => {
            const differing = items.filter(({ rules }) => rules[one].text.ja !== rules[other].text.ja);
            if (differing.length === 0)
              return <EmptyState title={t('clients.noDifference')} detail={t('clients.noDifferenceHint')} />;
            const cell = (profile: ProfileName) => ({
              key: profile,
              header: t(`clients.profileText.${profile}`),
              wrap: true,
              cell: ({ rules }: (typeof items)[number]) => (
                <>
                  {rules[profile].text[language]}
                  <span className={classes.clause}>{rules[profile].spec}</span>
                </>
              ),
            });
            return (
              <DataTable
                label={t('clients.difference')}
                rows={differing}
                rowKey={({ topic }) => topic}
                columns={[
                  {
                    key: 'topic',
                    header: t('clients.topic'),
                    width: 200,
                    cell: ({ title }) => title[language],
                  },
                  cell(one),
                  cell(other),
                ]}
              />
            );
          }}
        </Loaded>
      </Card>
    </div>
  );
}
