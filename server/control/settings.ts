import { changeSettings } from '../bank/settings.ts';
import { implement } from './operation.ts';
import { getSettings, updateSettings } from './operations/settings.ts';

export const implementedSettings = [
  implement(getSettings, ({ context }) => context.settings()),

  implement(updateSettings, ({ context, body, exchange }) =>
    context.work.run((tx) => changeSettings(tx, body), exchange.addEffects),
  ),
];
