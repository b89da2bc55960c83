import { endpointPaths, metadataPaths } from '../../authorization/endpoint-paths.ts';
import { poisons, type PoisonedAnswer, type PoisonName } from '../../bank/poison.ts';

const answersAt: Readonly<Record<PoisonedAnswer, readonly string[]>> = {
  token: [endpointPaths.token[0]],
  userinfo: [endpointPaths.userinfo[0]],
  metadata: metadataPaths,
  // The customer goes back from whichever page comes last.
  authorization: [endpointPaths.authorization[0], '/ib/login', '/ib/consent', '/ib/certificate'],
};

/** Whether an answer from there may hold what the poison is for. */
export function poisonReaches(poison: PoisonName, path: string): boolean {
  return answersAt[poisons[poison].answer].includes(path);
}
