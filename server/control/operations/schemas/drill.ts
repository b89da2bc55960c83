import { z } from 'zod';
import { bilingual, effect, timestamp } from './common.ts';
import { fault } from './fault.ts';

const party = z.string().min(1).max(200);

/** Every parameter a drill can have; which of them one takes, its own description says. */
const members = {
  clientId: party.meta({ description: 'Only for this client.' }),
  loginId: party.meta({ description: 'Only for this customer.' }),
  minutes: z.int().min(1).max(1_380).meta({ description: "How long, by the bank's clock." }),
  times: z.int().min(1).max(1_000).meta({ description: 'How often.' }),
  page: z.int().min(1).max(100_000).meta({ description: 'Which page of a statement, from 1.' }),
  delayMs: z.int().min(1).max(600_000).meta({ description: 'Real milliseconds.' }),
  status: z.int().min(400).max(599).meta({ description: 'HTTP status of the answer.' }),
};
export const drillParameterNames = [
  'clientId',
  'loginId',
  'minutes',
  'times',
  'page',
  'delayMs',
  'status',
] as const;
export type DrillParameterName = (typeof drillParameterNames)[number];

export const drillParameters = z
  .strictObject({
    clientId: members.clientId.exactOptional(),
    loginId: members.loginId.exactOptional(),
    minutes: members.minutes.exactOptional(),
    times: members.times.exactOptional(),
    page: members.page.exactOptional(),
    delayMs: members.delayMs.exactOptional(),
    status: members.status.exactOptional(),
  })
  .meta({ id: 'DrillParameters' });
export type DrillParameters = z.output<typeof drillParameters>;

export const drill = z
  .strictObject({
    name: z.string(),
    title: bilingual,
    description: bilingual,
    parameters: z.array(
      z.strictObject({
        name: z.enum(drillParameterNames),
        required: z.boolean(),
        default: z.int().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Drill' });

export const startedDrill = z
  .strictObject({
    name: z.string(),
    changed: z.array(effect).meta({ description: 'What the bank changed, in order.' }),
    faults: z.array(fault).meta({ description: 'Rules the drill has added; deleting one ends it early.' }),
    endsWhen: bilingual,
    endsAt: timestamp.exactOptional().meta({ description: "By the bank's clock." }),
  })
  .meta({ id: 'StartedDrill' });
