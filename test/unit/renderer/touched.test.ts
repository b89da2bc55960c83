import { expect, it } from 'vitest';
import { isTouched } from '../../../renderer/app/shell/touched.ts';
import { operations } from '../../../server/control/operations/index.ts';

const read = operations.filter(({ method }) => method === 'GET').map(({ id }) => id);
const touchedBy = (...types: string[]) => [
  ...new Set(read.filter((id) => isTouched(id, types)).map((id) => id.split('.', 1)[0])),
];

it('a change has only what it touches read again', () => {
  expect(touchedBy('tokens.refreshed').sort()).toEqual(['grants', 'log', 'status']);
  expect(touchedBy('fault.struck').sort()).toEqual(['drills', 'faults', 'log', 'status']);
  expect(touchedBy('transaction.posted').sort()).toEqual(['accounts', 'log', 'status', 'transactions']);
});

it('several changes have all read again that any of them touches', () => {
  expect(touchedBy('signing_key.rotated', 'consent.given').sort()).toEqual([
    'grants',
    'keys',
    'log',
    'status',
  ]);
});

it.each(['clock.moved', 'settings.changed', 'retention.dropped', 'of.a.later.version', 'constructor.x'])(
  '%s has everything read again',
  (type) => {
    expect(read.filter((id) => !isTouched(id, [type]))).toEqual([]);
  },
);

it('no change has nothing read again', () => {
  expect(read.filter((id) => isTouched(id, []))).toEqual([]);
});
