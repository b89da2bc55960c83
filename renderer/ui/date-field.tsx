import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { bankDay, bankTime } from '../app/formats.ts';

interface DateFieldProps {
  label: string;
  /** What it is called where the label alone is not enough. */
  name?: string;
  /** `2027-02-20`, or `2027-02-20 09:30` with the time of day; as typed. */
  value: string;
  withTime?: boolean;
  required?: boolean;
  error?: string | undefined;
  description?: string;
  onChange: (value: string) => void;
}

/**
 * A day, written the same whatever the browser's own language is: its date field would ask for
 * month/day/year in a Japanese console.
 */
export function DateField({ value, withTime = false, name, onChange, ...rest }: DateFieldProps) {
  return (
    <TextInput
      {...rest}
      {...(name === undefined ? {} : { 'aria-label': name })}
      value={value}
      placeholder={withTime ? 'YYYY-MM-DD HH:mm' : 'YYYY-MM-DD'}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** The instant of a day with a time of day in Japan; `undefined` where it is none. */
export function instantOf(text: string): number | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)$/.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return undefined;
  const at = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}+09:00`);
  return Number.isNaN(at) ? undefined : at;
}

/** RFC 3339 in the bank's zone, to the minute. */
export function bankInstant(at: number): string {
  return `${bankDay(at)}T${bankTime(at).slice(0, 5)}:00+09:00`;
}

/** An instant of the control API, typed as a day and a time in Japan. */
export function InstantField({ value, onChange, ...rest }: Omit<DateFieldProps, 'withTime'>) {
  const [typed, setTyped] = useState<string | undefined>();
  const written = value && `${bankDay(value)} ${bankTime(value).slice(0, 5)}`;
  return (
    <DateField
      {...rest}
      withTime
      // What is typed stands until it is an instant; then the instant, however it is written.
      value={typed ?? written}
      onChange={(text) => {
        const at = instantOf(text);
        setTyped(at === undefined ? text : undefined);
        onChange(at === undefined ? '' : bankInstant(at));
      }}
    />
  );
}
