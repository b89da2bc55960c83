import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import type { RestDays, Settings } from '../../../server/bank/model.ts';
import { openingAt } from '../../../server/bank/service-hours.ts';
import { DAY, MINUTE } from '../../../server/bank/time.ts';

const at = (time: string) => Date.parse(`2027-02-20T${time}+09:00`);
const hours = (from: string, to: string): Settings => ({ ...defaultSettings, serviceHours: { from, to } });

describe('openingAt', () => {
  it.each([
    ['08:00', '20:00', '08:00:00', true],
    ['08:00', '20:00', '19:59:59', true],
    ['08:00', '20:00', '20:00:00', false],
    ['08:00', '20:00', '07:59:59', false],
    ['20:00', '02:00', '23:00:00', true],
    ['20:00', '02:00', '01:59:59', true],
    ['20:00', '02:00', '02:00:00', false],
    ['05:00', '05:00', '04:00:00', true],
  ])('from %s to %s, at %s: %s', (from, to, time, open) => {
    expect(openingAt(hours(from, to), at(time)).open).toBe(open);
  });

  it('says when it opens again: today, or tomorrow', () => {
    expect(openingAt(hours('08:00', '20:00'), at('07:00:00'))).toMatchObject({ opensAt: at('08:00:00') });
    expect(openingAt(hours('08:00', '20:00'), at('21:00:00'))).toMatchObject({
      opensAt: at('08:00:00') + DAY,
    });
  });

  describe('on days of rest', () => {
    // 2027-02-20 is a Saturday, 2027-02-23 the Emperor's birthday.
    const resting = (closedOn: RestDays, from = '08:00', to = '20:00'): Settings => ({
      ...defaultSettings,
      serviceHours: { from, to, closedOn },
    });

    it.each([
      ['never', '2027-02-20T12:00:00+09:00', true],
      ['weekends', '2027-02-20T12:00:00+09:00', false],
      ['weekends', '2027-02-21T23:59:59+09:00', false],
      ['weekends', '2027-02-23T12:00:00+09:00', true],
      ['holidays', '2027-02-20T12:00:00+09:00', false],
      ['holidays', '2027-02-23T12:00:00+09:00', false],
      ['holidays', '2026-12-31T12:00:00+09:00', false],
      ['holidays', '2027-02-24T12:00:00+09:00', true],
    ] as const)('%s, at %s: %s', (closedOn, time, open) => {
      expect(openingAt(resting(closedOn), Date.parse(time)).open).toBe(open);
    });

    it('opens with the next day of work, over the turn of the year too', () => {
      expect(openingAt(resting('holidays'), Date.parse('2026-12-31T09:00:00+09:00'))).toEqual({
        open: false,
        cause: 'closed_today',
        opensAt: Date.parse('2027-01-04T08:00:00+09:00'),
      });
      expect(openingAt(resting('weekends'), Date.parse('2027-02-19T20:00:00+09:00'))).toEqual({
        open: false,
        cause: 'outside_service_hours',
        opensAt: Date.parse('2027-02-22T08:00:00+09:00'),
      });
    });

    it('opens at midnight where the hours run round the clock or over midnight', () => {
      for (const [from, to] of [
        ['00:00', '00:00'],
        ['05:00', '05:00'],
        ['20:00', '02:00'],
      ] as const) {
        expect(openingAt(resting('weekends', from, to), at('12:00:00'))).toMatchObject({
          opensAt: Date.parse('2027-02-22T00:00:00+09:00'),
        });
      }
    });
  });

  it('puts maintenance first, from its first instant to before its last', () => {
    const maintenance = [{ from: '2027-02-20T10:00:00+09:00', to: '2027-02-20T11:00:00+09:00' }];
    const settings = { ...defaultSettings, maintenance };
    expect(openingAt(settings, at('09:59:59')).open).toBe(true);
    expect(openingAt(settings, at('10:00:00'))).toEqual({
      open: false,
      cause: 'maintenance',
      opensAt: at('11:00:00'),
    });
    expect(openingAt(settings, at('11:00:00')).open).toBe(true);
  });

  it('opens after maintenance with the hours, and after the hours past maintenance', () => {
    const maintenance = [
      { from: '2027-02-20T19:00:00+09:00', to: '2027-02-20T23:00:00+09:00' },
      { from: '2027-02-21T07:00:00+09:00', to: '2027-02-21T09:30:00+09:00' },
    ];
    const opensAt = at('09:30:00') + DAY;
    expect(openingAt({ ...hours('08:00', '20:00'), maintenance }, at('22:00:00'))).toMatchObject({
      cause: 'maintenance',
      opensAt,
    });
    expect(openingAt({ ...hours('08:00', '20:00'), maintenance }, at('23:30:00'))).toMatchObject({
      cause: 'outside_service_hours',
      opensAt,
    });
  });

  it('is open at the instant it names, whatever the hours and the maintenance', () => {
    const time = fc
      .integer({ min: 0, max: 1_439 })
      .map((minutes) => new Date(minutes * MINUTE).toISOString().slice(11, 16));
    const instant = fc.integer({ min: 0, max: 3 * DAY }).map((later) => at('00:00:00') + later);
    const maintenance = fc.array(
      fc.tuple(instant, fc.integer({ min: 1, max: DAY })).map(([from, length]) => ({
        from: new Date(from).toISOString(),
        to: new Date(from + length).toISOString(),
      })),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(time, time, maintenance, instant, (from, to, windows, now) => {
        const settings = { ...hours(from, to), maintenance: windows };
        const opening = openingAt(settings, now);
        if (opening.open) return;
        expect(opening.opensAt).toBeGreaterThan(now);
        expect(openingAt(settings, opening.opensAt).open).toBe(true);
        expect(openingAt(settings, opening.opensAt - 1).open).toBe(false);
      }),
    );
  });
});
