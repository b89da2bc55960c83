import { signingAlgorithms, type PublishedKey } from '../authorization/key-ring.ts';
import { SECOND, toTimestamp } from '../bank/time.ts';
import type { SandboxContext } from '../context.ts';
import { implement } from './operation.ts';
import { listKeys, rotateKeys } from './operations/keys.ts';
import { signingAlgorithm, type PublishedKeyView } from './operations/schemas/key.ts';

export const implementedKeys = [
  implement(listKeys, async ({ context }) => ({ items: await publishedKeys(context) })),

  implement(rotateKeys, async ({ context, body, exchange }) => {
    const from = context.clock.now() + body.useAfterSeconds * SECOND;
    await context.keys.rotate(
      body.alg === undefined ? signingAlgorithms : [body.alg],
      from,
      exchange.addEffects,
    );
    return { items: await publishedKeys(context) };
  }),
];

async function publishedKeys(context: SandboxContext): Promise<PublishedKeyView[]> {
  return (await context.keys.published()).map(keyView);
}

function keyView({ alg, createdAt, usedFrom, neededUntil, ...members }: PublishedKey): PublishedKeyView {
  return {
    ...members,
    alg: signingAlgorithm.parse(alg),
    createdAt: toTimestamp(createdAt),
    usedFrom: toTimestamp(usedFrom),
    ...(neededUntil !== undefined && { neededUntil: toTimestamp(neededUntil) }),
  };
}
