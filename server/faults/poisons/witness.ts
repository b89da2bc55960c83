import { endpointPaths } from '../../authorization/endpoint-paths.ts';
import { concludeRun, verdictsOn, type WitnessedCall } from '../../bank/conformance.ts';
import type { SandboxContext } from '../../context.ts';
import type { Exchange } from '../../log/exchange.ts';
import { isBelow } from '../canonical-path.ts';

const SERVER_PATHS: readonly string[] = [
  endpointPaths.authorization[0],
  endpointPaths.pushedRequest[0],
  endpointPaths.introspection[0],
];
const WITHOUT_TOKEN: ReadonlySet<string> = new Set([
  'access_token_unknown',
  'access_token_missing',
  'access_token_malformed',
  'access_token_foreign_scheme',
  'access_token_of_client',
]);

/** Whether anybody is watched; nearly no request has to look further. */
export function isAnybodyWatched({ state }: SandboxContext): boolean {
  return state.conformanceRuns.countWhere('open', 'yes') > 0;
}

/**
 * Holds a call against the clients that are watched. Done before its answer goes out, so that whoever
 * has the answer finds the verdict.
 */
export async function witness(
  context: SandboxContext,
  exchange: Exchange,
  request: { readonly method: string; readonly path: string },
  status: number,
): Promise<void> {
  const kind = kindOf(request);
  if (!kind) return;
  const call: WitnessedCall = {
    logId: exchange.id,
    kind,
    fulfilled: status < 400,
    withoutToken: WITHOUT_TOKEN.has(exchange.outcome?.code ?? ''),
    ...(exchange.grantId !== undefined && { grantId: exchange.grantId }),
    ...(exchange.flowId !== undefined && { flowId: exchange.flowId }),
  };
  const verdicts = verdictsOn(context.state, call, context.clock.now());
  if (verdicts.length === 0) return;
  await context.work.run(
    (tx) => {
      for (const { run, verdict } of verdicts) concludeRun(tx, run.id, verdict);
    },
    (effects) => {
      for (const effect of effects) exchange.tell(effect);
    },
  );
}

/** What a call does with what the client holds; undefined for one that needs nothing of it. */
function kindOf({ method, path }: { method: string; path: string }): WitnessedCall['kind'] | undefined {
  if (isBelow(path, '/ib/v1') || path === endpointPaths.userinfo[0]) return 'use';
  if (path === endpointPaths.token[0]) return 'token';
  if (path === endpointPaths.revocation[0]) return 'end';
  if (isBelow(path, endpointPaths.grants[0]) && method === 'DELETE') return 'end';
  return SERVER_PATHS.includes(path) ? 'server' : undefined;
}
