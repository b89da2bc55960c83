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
  const poisoned = await poisonedParameters(context, poison, url.searchParams, client);
  if (!poisoned) return undefined;
  url.search = poisoned.toString();
  return url.href;
}

/** The same for the parameters themselves, however they travel. */
export async function poisonedParameters(
  context: SandboxContext,
  poison: PoisonName,
  parameters: URLSearchParams,
  client: Client | undefined,
): Promise<URLSearchParams | undefined> {
  const changed = new URLSearchParams(parameters);
  const response = changed.get('response');
  if (response !== null) {
    const poisoned = await poisonedResponseJwt(context, poison, response, client);
    if (poisoned === undefined) return undefined;
    changed.set('response', poisoned);
    return changed;
  }
  if (!changed.has('code')) return undefined;
  switch (poison) {
    case 'response-issuer-missing':
      changed.delete('iss');
      return changed;
    case 'response-issuer-wrong':
      changed.set('iss', 'https://another-bank.invalid');
      return changed;
    case 'response-state':
      changed.set('state', 'another-state');
      return changed;
    default:
      return undefined;
  }
}
