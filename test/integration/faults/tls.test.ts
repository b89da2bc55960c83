import { expect, it } from 'vitest';
import { caOf } from '../../harness/issued-certificates.ts';
import { startSandbox } from '../../harness/sandbox.ts';
import { tlsFetch } from '../../harness/tls-fetch.ts';
import { addFault, bankRow, see } from './wire.ts';

it.each(['reset', 'empty', 'truncate'] as const)(
  '%s over TLS ends the connection, and is logged',
  async (abort) => {
    await using sandbox = await startSandbox({ httpsPort: 0 });
    const get = tlsFetch({ ca: await caOf(sandbox) });
    await addFault(sandbox, { match: { path: '/oauth2/jwks' }, action: { abort }, times: 1 });
    const position = sandbox.logPosition();
    const address = `${sandbox.ready.httpsIssuer ?? ''}/oauth2/jwks`;
    expect((await see(get(address))).kind).toBe('nothing');
    const { outcome } = await bankRow(sandbox, position, '/oauth2/jwks');
    expect(outcome.code).toBe(abort === 'truncate' ? 'fault_answer_lost' : 'fault_injected');
    expect((await get(address)).status).toBe(200);
  },
);
