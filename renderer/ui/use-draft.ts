import { useState } from 'react';

interface Draft<Values> {
  values: Values;
  set: <Key extends keyof Values>(key: Key, value: Values[Key]) => void;
  reset: (values: Values) => void;
}

/** What a form holds until it is sent. */
export function useDraft<Values extends object>(initial: Values | (() => Values)): Draft<Values> {
  const [values, setValues] = useState(initial);
  return {
    values,
    set: (key, value) => setValues((before) => ({ ...before, [key]: value })),
    reset: setValues,
  };
}
