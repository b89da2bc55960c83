import {
  changeFault,
  createFault as create,
  faultOf,
  liveFaults,
  removeAllFaults,
  removeFault,
} from '../bank/faults.ts';
import type { Fault } from '../bank/fault.ts';
import type { Effect } from '../bank/state.ts';
import { toTimestamp, type Instant } from '../bank/time.ts';
import { implement } from './operation.ts';
import {
  createFault,
  deleteFault,
  getFault,
  listDrills,
  listFaults,
  removeFaults,
  startDrill,
  updateFault,
} from './operations/faults.ts';
import { drillParameterNames } from './operations/schemas/drill.ts';
import { faultMatch, type FaultView } from './operations/schemas/fault.ts';
import { pageOf } from './page.ts';

export const implementedFaults = [
  implement(listFaults, ({ context, query }) => {
    const living = liveFaults(context.state, context.clock.now());
    const { items, ...rest } = pageOf(living, query, ({ id }) => id);
    return { items: items.map(faultView), ...rest };
  }),

  implement(createFault, async ({ context, body, exchange }) =>
    faultView(await context.work.run((tx) => create(tx, withInstant(body)), exchange.addEffects)),
  ),

  implement(removeFaults, async ({ context, exchange }) => {
    await context.work.run(removeAllFaults, exchange.addEffects);
  }),

  implement(getFault, ({ context, params }) =>
    faultView(faultOf(context.state, params.id, context.clock.now())),
  ),

  implement(updateFault, async ({ context, params, body, exchange }) =>
    faultView(
      await context.work.run((tx) => changeFault(tx, params.id, withInstant(body)), exchange.addEffects),
    ),
  ),

  implement(deleteFault, async ({ context, params, exchange }) => {
    await context.work.run((tx) => {
      removeFault(tx, params.id);
    }, exchange.addEffects);
  }),

  implement(listDrills, async () => {
    const { drills } = await import('../faults/drills/start-drill.ts');
    return {
      items: drills.map(({ name, title, description, parameters }) => ({
        name,
        title,
        description,
        parameters: drillParameterNames.flatMap((parameter) => {
          const need = parameters[parameter];
          if (need === undefined) return [];
          return {
            name: parameter,
            required: need === 'required',
            ...(typeof need === 'number' && { default: need }),
          };
        }),
      })),
    };
  }),

  implement(startDrill, async ({ context, params, body, exchange }) => {
    const { startDrill: start } = await import('../faults/drills/start-drill.ts');
    const changed: Effect[] = [];
    const started = await start(context, params.name, body, (effects) => {
      changed.push(...effects);
      exchange.addEffects(effects);
    });
    const { faults = [], endsWhen, endsAt } = started;
    return {
      name: params.name,
      changed,
      faults: faults.map(faultView),
      endsWhen,
      ...(endsAt !== undefined && { endsAt: toTimestamp(endsAt) }),
    };
  }),
];

function withInstant<Body extends { until?: string }>(body: Body): Omit<Body, 'until'> & { until?: Instant } {
  const { until, ...members } = body;
  return { ...members, ...(until !== undefined && { until: Date.parse(until) }) };
}

function faultView({ match, until, createdAt, ...members }: Fault): FaultView {
  return {
    ...members,
    match: faultMatch.parse(match),
    ...(until !== undefined && { until: toTimestamp(until) }),
    createdAt: toTimestamp(createdAt),
  };
}
