import { operation } from '../operation.ts';
import { clock, clockAdvance, clockAdvanced, clockSet, clockSetting } from './schemas/clock.ts';

const tag = 'clock';

export const getClock = operation({
  id: 'clock.get',
  tag,
  method: 'GET',
  path: '/clock',
  summary: { ja: '金融機関の時計を見る', en: "Show the bank's clock" },
  result: clock,
  status: 200,
});

export const setClock = operation({
  id: 'clock.set',
  tag,
  method: 'PUT',
  path: '/clock',
  summary: {
    ja: '時計の動かし方を選ぶ(実時刻・ずらす・止める)。過去には戻らない',
    en: 'Choose how the clock runs (real, offset, frozen); never backwards',
  },
  body: clockSetting,
  result: clockSet,
  status: 200,
  logged: true,
});

export const advanceClock = operation({
  id: 'clock.advance',
  tag,
  method: 'POST',
  path: '/clock/advance',
  summary: {
    ja: '時計を進め、その間に起きたことを受け取る',
    en: 'Advance the clock and learn what happened on the way',
  },
  body: clockAdvance,
  result: clockAdvanced,
  status: 200,
  logged: true,
});

export const clockOperations = [getClock, setClock, advanceClock];
