import type { Operation } from '../operation.ts';
import { accountOperations } from './accounts.ts';
import { certificateOperations } from './certificates.ts';
import { clientOperations } from './clients.ts';
import { clockOperations } from './clock.ts';
import { conformanceOperations } from './conformance.ts';
import { conformanceSuiteOperations } from './conformance-suite.ts';
import { customerOperations } from './customers.ts';
import { faultOperations } from './faults.ts';
import { grantOperations } from './grants.ts';
import { inspectionOperations } from './inspections.ts';
import { keyOperations } from './keys.ts';
import { loginOperations } from './logins.ts';
import { logOperations } from './log.ts';
import { profileOperations } from './profiles.ts';
import { scenarioOperations } from './scenario.ts';
import { selfTestOperations } from './self-tests.ts';
import { settingsOperations } from './settings.ts';
import { snapshotOperations } from './snapshots.ts';
import { statusOperations } from './status.ts';
import { trainingOperations } from './training.ts';
import { transactionOperations } from './transactions.ts';

/**
 * Everything the control API can do. Routes, OpenAPI, console, CLI and testkit read this list;
 * whoever needs one typed call imports that declaration from its own file.
 */
export const operations: readonly Operation[] = [
  ...statusOperations,
  ...customerOperations,
  ...accountOperations,
  ...transactionOperations,
  ...clientOperations,
  ...certificateOperations,
  ...profileOperations,
  ...grantOperations,
  ...loginOperations,
  ...keyOperations,
  ...clockOperations,
  ...faultOperations,
  ...conformanceOperations,
  ...conformanceSuiteOperations,
  ...logOperations,
  ...inspectionOperations,
  ...scenarioOperations,
  ...snapshotOperations,
  ...selfTestOperations,
  ...settingsOperations,
  ...trainingOperations,
];
