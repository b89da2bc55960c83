import { TextInput } from '@mantine/core';

interface NumberFieldProps {
  label: string;
  description?: string;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}

/** A whole number, not negative. An emptied field counts as 0, which the bank judges. */
export function NumberField({ label, description, value, error, onChange }: NumberFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      inputMode="numeric"
      value={String(value)}
      error={error}
      onChange={(event) => onChange(Number(event.currentTarget.value.replace(/\D/g, '')))}
    />
  );
}
