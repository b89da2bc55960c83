import { bilingual } from './bilingual.ts';
import { appTexts } from './app-texts.ts';
import { certificatesTexts } from '../certificates/texts.ts';
import { clientsTexts } from '../clients/texts.ts';
import { conformanceTexts } from '../conformance/texts.ts';
import { customersTexts } from '../customers/texts.ts';
import { faultsTexts } from '../faults/texts.ts';
import { grantsTexts } from '../grants/texts.ts';
import { logTexts } from '../log/texts.ts';
import { overviewTexts } from '../overview/texts.ts';
import { scenariosTexts } from '../scenarios/texts.ts';
import { settingsTexts } from '../settings/texts.ts';
import { timeTexts } from '../time/texts.ts';
import { trainingTexts } from '../training/texts.ts';

const ja = {
  app: appTexts.ja,
  overview: overviewTexts.ja,
  customers: customersTexts.ja,
  certificates: certificatesTexts.ja,
  clients: clientsTexts.ja,
  conformance: conformanceTexts.ja,
  grants: grantsTexts.ja,
  log: logTexts.ja,
  time: timeTexts.ja,
  faults: faultsTexts.ja,
  scenarios: scenariosTexts.ja,
  settings: settingsTexts.ja,
  training: trainingTexts.ja,
};

export type ConsoleTexts = typeof ja;

/** Every text of the console; each page keeps its own beside it. */
export const texts = bilingual(ja, {
  app: appTexts.en,
  overview: overviewTexts.en,
  customers: customersTexts.en,
  certificates: certificatesTexts.en,
  clients: clientsTexts.en,
  conformance: conformanceTexts.en,
  grants: grantsTexts.en,
  log: logTexts.en,
  time: timeTexts.en,
  faults: faultsTexts.en,
  scenarios: scenariosTexts.en,
  settings: settingsTexts.en,
  training: trainingTexts.en,
});
