import { NumberInput } from '@mantine/core';

interface NumberFieldProps {
  label: string;
  description?: string;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}

/** A whole number. What is not one (an emptied field) is kept as 0 for the bank to judge. */
export function NumberField({ label, description, value, error, onChange }: NumberFieldProps) {
  return (
    <NumberInput
      label={label}
      description={description}
      value={value}
      error={error}
      allowDecimal={false}
      thousandSeparator=","
      onChange={(next) => onChange(Number(next))}
    />
  );
}
