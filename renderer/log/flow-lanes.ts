/** Who takes part in a linkage, from left to right. */
export const lanes = ['partner', 'browser', 'authorization', 'dataApi'] as const;
export type Lane = (typeof lanes)[number];

interface LaneSource {
  method: string;
  path: string;
  origin: 'bank' | 'control' | 'outgoing';
}

export interface FlowStep {
  from: Lane;
  to: Lane;
}

const backChannel =
  /\/(token|tokens\/revoke|revoke|introspect|par|jwks|register|userinfo|grants\/[^/]+)$|\/\.well-known\//;
const customerScreen = /^\/ib\/(login|consent|terms|forgot-password|error)/;
const authorizeEndpoint = /\/(authorize|authorization)$/;

/** Between whom a request went. `undefined`: nobody's request, a change made at the bank itself. */
export function flowStep({ method, path, origin }: LaneSource): FlowStep | undefined {
  if (origin === 'control' || method === 'EVENT') return undefined;
  // What the bank itself goes and reads at a partner, such as its keys.
  if (origin === 'outgoing') return { from: 'authorization', to: 'partner' };
  if (customerScreen.test(path) || authorizeEndpoint.test(path))
    return { from: 'browser', to: 'authorization' };
  if (backChannel.test(path)) return { from: 'partner', to: 'authorization' };
  return { from: 'partner', to: 'dataApi' };
}
