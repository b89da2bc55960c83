import { implementedAccounts } from './accounts.ts';
import { implementedCertificates } from './certificates.ts';
import { implementedClients } from './clients.ts';
import { implementedClock } from './clock.ts';
import { implementedConformance } from './conformance.ts';
import { implementedConformanceSuite } from './conformance-suite.ts';
import { implementedConsents } from './consents.ts';
import { implementedCustomers } from './customers.ts';
import { implementedFaults } from './faults.ts';
import { implementedGrants } from './grants.ts';
import { implementedInspections } from './inspections.ts';
import { implementedKeys } from './keys.ts';
import { implementLog } from './log.ts';
import { implementedLogins } from './logins.ts';
import type { ImplementedOperation } from './operation.ts';
import { implementedProfiles } from './profiles.ts';
import { implementedScenario } from './scenario.ts';
import { implementSelfTests } from './self-tests.ts';
import { implementedSettings } from './settings.ts';
import { implementedSnapshots } from './snapshots.ts';
import { implementedStatus } from './status.ts';
import { implementedTraining } from './training.ts';
import { implementTransactions } from './transactions.ts';

/** Every operation of the control API with the function that fulfils it. */
export function implementAll(): ImplementedOperation[] {
  return [
    ...implementedStatus,
    ...implementedCustomers,
    ...implementedAccounts,
    ...implementTransactions(),
    ...implementedClients,
    ...implementedCertificates,
    ...implementedProfiles,
    ...implementedGrants,
    ...implementedConsents,
    ...implementedLogins,
    ...implementedKeys,
    ...implementedClock,
    ...implementedFaults,
    ...implementedConformance,
    ...implementedConformanceSuite,
    ...implementLog(),
    ...implementedInspections,
    ...implementedScenario,
    ...implementedSnapshots,
    ...implementSelfTests(),
    ...implementedSettings,
    ...implementedTraining,
  ];
}
