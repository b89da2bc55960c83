import type { ScenarioDocument } from '../scenario-schema.ts';
import { demoClients } from './demo-clients.ts';
import { demoCustomers } from './demo-customers.ts';
import { drillCustomers, drillList } from './drill-customers.ts';

/** The scenario a new sandbox starts with. Its dates are relative to the clock. */
export const demoScenario: ScenarioDocument = {
  version: 1,
  name: 'demo',
  description: {
    ja: `サンプル信用金庫の、日々の暮らしと商いがある契約者たち。\nログインするだけで障害を体験できる契約者（パスワードは Sandbox- と末尾4桁）：\n${drillList('ja')}`,
    en: `Customers of Sample Shinkin Bank with everyday lives and business.\nCustomers whose login alone triggers a failure (the password is Sandbox- and the last four digits):\n${drillList('en')}`,
  },
  institution: 'sample',
  customers: [...demoCustomers, ...drillCustomers],
  clients: demoClients,
};
