import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import { BranchFields } from './branch-fields.tsx';
import { ColorField } from './color-field.tsx';
import { ProfileChoice } from './profile-choice.tsx';
import classes from './settings.module.css';
import type { BankSettings, FieldsProps } from './settings-page.tsx';

type Institution = BankSettings['institution'];

/** Who the bank says it is on its screens. Whoever changes it makes an institution of their own. */
export function InstitutionFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { institution } = values;
  const change = (members: Partial<Institution>) =>
    set('institution', { ...institution, ...members, profile: 'own' });
  const desk = (members: Partial<Institution['supportDesk']>) =>
    change({ supportDesk: { ...institution.supportDesk, ...members } });
  return (
    <>
      <Card title={t('settings.institution')}>
        <ProfileChoice profile={institution.profile} onApplied={(applied) => set('institution', applied)} />
        <div className={classes.fields}>
          {(['name', 'nameEn', 'shortName', 'serviceName', 'code'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`settings.${name}`)}
              value={institution[name]}
              error={messageOf(`institution.${name}`)}
              onChange={(event) => change({ [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      </Card>
      <Card title={t('settings.colors')}>
        <div className={classes.fields}>
          {(['personal', 'corporate'] as const).map((kind) => (
            <ColorField
              key={kind}
              label={t(`settings.color.${kind}`)}
              value={institution.colors[kind]}
              error={messageOf(`institution.colors.${kind}`)}
              onChange={(color) => change({ colors: { ...institution.colors, [kind]: color } })}
            />
          ))}
        </div>
      </Card>
      <Card title={t('settings.desk')}>
        <div className={classes.fields}>
          {(['name', 'hours', 'phone'] as const).map((name) => (
            <TextInput
              key={name}
              label={t(`settings.deskField.${name}`)}
              value={institution.supportDesk[name]}
              error={messageOf(`institution.supportDesk.${name}`)}
              onChange={(event) => desk({ [name]: event.currentTarget.value })}
            />
          ))}
        </div>
        <p className={classes.soft}>{t('settings.deskHint')}</p>
      </Card>
      <BranchFields
        branches={institution.branches}
        messageOf={messageOf}
        onChange={(branches) => change({ branches })}
      />
    </>
  );
}
