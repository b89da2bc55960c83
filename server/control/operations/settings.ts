import { operation } from '../operation.ts';
import { settings, settingsPatch } from './schemas/settings.ts';

const tag = 'settings';

export const getSettings = operation({
  id: 'settings.get',
  tag,
  method: 'GET',
  path: '/settings',
  summary: { ja: '設定を見る', en: 'Show the settings' },
  result: settings,
  status: 200,
});

export const updateSettings = operation({
  id: 'settings.update',
  tag,
  method: 'PATCH',
  path: '/settings',
  summary: { ja: '設定を変更する', en: 'Change the settings' },
  body: settingsPatch,
  result: settings,
  status: 200,
  logged: true,
});

export const settingsOperations = [getSettings, updateSettings];
