import { ColorSwatch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { contrastToWhite, READABLE } from './contrast.ts';
import classes from './settings.module.css';

interface ColorFieldProps {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (color: string) => void;
}

/** A colour as text and by the browser's own picker, with a warning where it can't be read on white. */
export function ColorField({ label, value, error, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  const contrast = contrastToWhite(value);
  const poor = contrast !== undefined && contrast < READABLE;
  return (
    <div>
      <TextInput
        label={label}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        spellCheck={false}
        rightSection={
          contrast === undefined ? null : (
            <label className={classes.swatch}>
              <span className="visually-hidden">{t('settings.pickColor', { label })}</span>
              <ColorSwatch color={value} size={18} radius={4} />
              <input type="color" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
            </label>
          )
        }
      />
      {contrast === undefined ? null : (
        <p className={classes.contrast} data-poor={poor} role={poor ? 'alert' : undefined}>
          {t(poor ? 'settings.contrastPoor' : 'settings.contrastGood', { ratio: contrast.toFixed(1) })}
        </p>
      )}
    </div>
  );
}
