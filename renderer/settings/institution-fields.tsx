import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../ui/page.tsx';
import classes from './settings.module.css';
import type { BankSettings, FieldsProps } from './settings-page.tsx';

type Institution = BankSettings['institution'];

/** Who the bank says it is on its screens. */
export function InstitutionFields({ values, set, messageOf }: FieldsProps) {
  const { t } = useTranslation();
  const { institution } = values;
  const change = (members: Partial<Institution>) => set('institution', { ...institution, ...members });
  const desk = (members: Partial<Institution['supportDesk']>) =>
    change({ supportDesk: { ...institution.supportDesk, ...members } });
  const colors = (members: Partial<Institution['colors']>) =>
    change({ colors: { ...institution.colors, ...members } });
  return (
    <Card title={t('settings.institution')}>
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
        <TextInput
          label={t('settings.deskName')}
          value={institution.supportDesk.name}
          error={messageOf('institution.supportDesk.name')}
          onChange={(event) => desk({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.deskHours')}
          value={institution.supportDesk.hours}
          error={messageOf('institution.supportDesk.hours')}
          onChange={(event) => desk({ hours: event.currentTarget.value })}
        />
        <TextInput
          label={t('settings.deskPhone')}
          value={institution.supportDesk.phone}
          error={messageOf('institution.supportDesk.phone')}
          onChange={(event) => desk({ phone: event.currentTarget.value })}
        />
        <TextInput
          type="color"
          label={t('settings.colorPersonal')}
          value={institution.colors.personal}
          error={messageOf('institution.colors.personal')}
          onChange={(event) => colors({ personal: event.currentTarget.value })}
        />
        <TextInput
          type="color"
          label={t('settings.colorCorporate')}
          value={institution.colors.corporate}
          error={messageOf('institution.colors.corporate')}
          onChange={(event) => colors({ corporate: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}
