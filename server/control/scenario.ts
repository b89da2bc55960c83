import { InvalidInput } from '../bank/invalid-input.ts';
import { Refusal } from '../bank/refusal.ts';
import { toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import {
  builtInScenarios,
  exportScenario as exportState,
  isBuiltInScenario,
  keptFrom,
  lastScenario,
  loadScenario as readScenario,
  ScenarioInvalid,
  stateOf,
} from '../scenarios/scenario.ts';
import { practicePasswords } from '../scenarios/practice-passwords.ts';
import { issueMessage } from './issue-message.ts';
import { JsonPieces } from './json-pieces.ts';
import { implement, type OperationResult } from './operation.ts';
import { exportScenario, listPracticePasswords, loadScenario, resetScenario } from './operations/scenario.ts';
import { pageOf } from './page.ts';
import { scenarioTitle, transactionCount } from './status.ts';
import { undoable } from './undo-point.ts';
import { failureOf } from './validation.ts';

export const implementedScenario = [
  implement(
    exportScenario,
    async ({ context: { state } }) =>
      new JsonPieces(await exportState(state, { name: 'exported', ...scenarioTitle(state) })),
  ),

  implement(loadScenario, ({ context, query, body }) => {
    const names = Object.keys(body);
    if (names.length !== 1 || typeof body['name'] !== 'string') return load(context, query, body);
    // A name is one of ours: a path would let the caller read files of whoever runs the sandbox.
    const { name } = body;
    if (isBuiltInScenario(name)) return load(context, query, name);
    throw new Refusal('scenario_unknown', { name, known: builtInScenarios.join(', ') });
  }),

  implement(listPracticePasswords, async ({ context: { state }, query }) => {
    const passwordOf = await practicePasswords(state);
    const asked = query.customerIds?.flatMap((id) => state.customers.get(id) ?? []) ?? [...state.customers];
    const found = asked.flatMap((customer) => {
      const password = passwordOf(customer);
      return password === undefined ? [] : [{ customerId: customer.id, loginId: customer.loginId, password }];
    });
    return pageOf(found, query, ({ customerId }) => customerId);
  }),

  implement(resetScenario, ({ context, query }) => resetTo(context, query)),
];

async function resetTo(
  context: SandboxContext,
  query: { clock: 'keep' | 'real' },
): Promise<OperationResult<typeof loadScenario>> {
  return load(context, query, await lastScenario(context.state));
}

async function load(
  context: SandboxContext,
  { clock: afterwards }: { clock: 'keep' | 'real' },
  source: unknown,
): Promise<OperationResult<typeof loadScenario>> {
  const { clock, storage } = context;
  const contents = await readScenario(source, afterwards === 'real' ? clock.realNow() : clock.now()).catch(
    async (error: unknown) => {
      if (!(error instanceof ScenarioInvalid)) throw error;
      // Once more, for the sake of words in the caller's language; what passes here contradicts itself.
      const { checkScenario } = await import('../scenarios/check-scenario.ts');
      const checked = await context.jobs.inSlices(checkScenario(source, issueMessage));
      throw 'issues' in checked ? failureOf('body', checked.issues) : invalidInput(error);
    },
  );
  const { undo } = await undoable(context, 'scenario', async () => {
    const prepared = await storage.prepare(await context.jobs.inSlices(stateOf(contents, context.state)));
    await context.replaceState(prepared, (present) =>
      keptFrom(present, contents, clock, afterwards === 'real' ? { mode: 'real' } : clock.setting),
    );
    return {};
  });
  const { state } = context;
  return {
    name: contents.name,
    customers: state.customers.size,
    accounts: state.accounts.size,
    clients: state.clients.size,
    transactions: transactionCount(state),
    now: toTimestamp(clock.now()),
    ...(undo && { undo }),
  };
}

/** The reader tells paths with dots only; `customers.0.loginId` is `customers[0].loginId` here. */
function invalidInput({ problems }: ScenarioInvalid): InvalidInput {
  return new InvalidInput(
    problems.map(({ path, message }) => ({
      path: path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]'),
      message: typeof message === 'string' ? { ja: message, en: message } : message,
    })),
  );
}
