import type { Client } from '../../bank/model.ts';
import type { PoisonName } from '../../bank/poison.ts';
import type { SandboxContext } from '../../context.ts';
import { poisonedResponseJwt } from './poisoned-body.ts';

/**
 * Where the customer is sent with the answer, poisoned; undefined for a redirect within the bank, a
 * refusal, or an answer of another shape than the poison is for.
 */
export async function poisonedRedirect(
  context: SandboxContext,
  poison: PoisonName,
  location: string,
  client: Client | undefined,
): Promise<string | undefined> {
  if (!URL.canParse(location)) return undefined;
  const url = new URL(location);
  const parameters = url.searchParams;
  const response = parameters.get('response');
  if (response !== null) {
    const poisoned = await poisonedResponseJwt(context, poison, response, client);
    if (poisoned === undefined) return undefined;
    parameters.set('response', poisoned);
    return url.href;
  }
  if (!parameters.has('code')) return undefined;
  switch (poison) {
    case 'response-issuer-missing':
      parameters.delete('iss');
      return url.href;
    case 'response-issuer-wrong':
      parameters.set('iss', 'https://another-bank.invalid');
      return url.href;
    case 'response-state':
      parameters.set('state', 'another-state');
      return url.href;
    default:
      return undefined;
  }
}
