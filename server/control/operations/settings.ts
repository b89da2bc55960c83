import { operation } from '../operation.ts';
import {
  droppedRows,
  openingDraft,
  openingOutlook,
  retentionDraft,
  retentionOutlook,
  settings,
  settingsPatch,
} from './schemas/settings.ts';

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

export const previewOpening = operation({
  id: 'settings.opening',
  tag,
  method: 'POST',
  path: '/settings/opening',
  summary: {
    ja: 'いま開いているか、次にいつ変わるか（保存前のサービス時間でも試せる。何も変えない）',
    en: 'Whether the bank is open and when that changes, under hours that need not be saved; changes nothing',
  },
  body: openingDraft,
  result: openingOutlook,
  status: 200,
});

export const previewRetention = operation({
  id: 'settings.retention',
  tag,
  method: 'POST',
  path: '/settings/retention',
  summary: {
    ja: '保存期間を過ぎて消えるものの件数（保存前の設定でも試せる。何も変えない）',
    en: 'What is dropped and when, under a retention that need not be saved; changes nothing',
  },
  body: retentionDraft,
  result: retentionOutlook,
  status: 200,
});

export const dropOverdueRows = operation({
  id: 'settings.retention.drop',
  tag,
  method: 'POST',
  path: '/settings/retention/drop',
  summary: {
    ja: '保存期間を過ぎたものを、いま消す',
    en: 'Drop at once what was kept as long as the settings say',
  },
  result: droppedRows,
  status: 200,
  logged: true,
});

export const settingsOperations = [
  getSettings,
  updateSettings,
  previewOpening,
  previewRetention,
  dropOverdueRows,
];
