import type { ServerResponse } from 'node:http';
import { endpointPaths } from '../authorization/endpoint-paths.ts';
import { canonicalPath } from './canonical-path.ts';

/** Half of it is what a client sees when a server dies before it has done anything. */
const PRETENDED = Buffer.from(`{"${'_'.repeat(252)}"}`);

const CREATING: readonly string[] = [endpointPaths.pushedRequest[0], endpointPaths.registration[0]];

/**
 * Makes a request that was stopped look as if its answer broke off, so that a client can not tell it
 * from the one that was fulfilled: the head of that answer, and a body where that one has a body.
 *
 * @returns the body, to be cut off; empty where the answer would be a redirect or a 204.
 */
export function pretendAnswer(response: ServerResponse, method: string, path: string): Buffer {
  const canonical = canonicalPath(path);
  const redirects = canonical.startsWith('/ib/') && !canonical.startsWith('/ib/v1/');
  if (method === 'DELETE' || redirects || canonical === endpointPaths.authorization[0])
    return Buffer.alloc(0);
  response.statusCode = method === 'POST' && CREATING.includes(canonical) ? 201 : 200;
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  return PRETENDED;
}
