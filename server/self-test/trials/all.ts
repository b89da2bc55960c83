import type { Trial } from '../trial.ts';
import { authorizationTrials } from './authorization.ts';
import { clientTrials } from './clients.ts';
import { dpopTrials } from './dpop.ts';
import { grantTrials } from './grants.ts';
import { mutualTlsTrials } from './mutual-tls.ts';
import { otherEndpointTrials } from './other-endpoints.ts';
import { resourceTrials } from './resources.ts';
import { signedRequestTrials } from './signed-requests.ts';

/** Every trial of the self-test, in the order of the table. */
export const allTrials: readonly Trial[] = [
  ...authorizationTrials,
  ...signedRequestTrials,
  ...clientTrials,
  ...grantTrials,
  ...dpopTrials,
  ...resourceTrials,
  ...mutualTlsTrials,
  ...otherEndpointTrials,
];
