import { inWords, inspect } from '../authorization/inspection.ts';
import { implement } from './operation.ts';
import { inspectLogEntry, inspectToken } from './operations/inspections.ts';
import { inspection } from './operations/schemas/inspection.ts';
import { loggedEntry } from './log.ts';

/** The inspector: for what is handed in, and for what the log has seen. */
export const implementedInspections = [
  implement(inspectToken, async ({ context, body }) => inspection.parse(await inspect(context, body))),

  implement(inspectLogEntry, ({ context, params }) => ({
    items: (loggedEntry(context.log, params.id).presented ?? []).map((presented) =>
      inspection.parse(inWords(context, presented)),
    ),
  })),
];
