import { clientInformation } from '../authorization/client-information.ts';
import { checkChangedSector, checkSectorOf } from '../authorization/sector-identifier.ts';
import {
  changeClient,
  clientOfId,
  privateKeysOfClient,
  registerClient,
  removeClient,
  rotateClientSecret as rotateSecret,
} from '../bank/client-registration.ts';
import { runRotationLaboratory } from '../bank/rotation-laboratory.ts';
import type { Client } from '../bank/model.ts';
import { SearchTexts, searchWords } from '../bank/search-text.ts';
import { implement } from './operation.ts';
import {
  createClient,
  deleteClient,
  getClient,
  getClientKeys,
  listClients,
  rotateClientSecret,
  runRotationLab,
  updateClient,
} from './operations/clients.ts';
import { jsonWebKeySet, type NewClient } from './operations/schemas/client.ts';
import { wordsOf } from './outcome-words.ts';
import { pageOf } from './page.ts';
import { sorted } from './sorted.ts';

const clientTexts = new SearchTexts<Client>(({ client_id, client_name, sandbox_company }) => [
  client_id,
  client_name,
  sandbox_company,
]);

export const implementedClients = [
  implement(listClients, ({ context, query }) => {
    const words = searchWords(query.q ?? '');
    const found = [...context.state.clients].filter((row) => clientTexts.matches(row, words));
    const rows = sorted(found, query.sort, (row, member) => row[member] ?? '');
    const { items, ...rest } = pageOf(rows, query, ({ client_id }) => client_id);
    return {
      items: items.map((client) => clientInformation(client)),
      ...rest,
      ...(query.count === '1' && { total: rows.length }),
    };
  }),

  implement(createClient, async ({ context, body, exchange }) => {
    const metadata = withoutUnused(body);
    await checkSectorOf(context, metadata);
    const client = await context.work.run((tx) => registerClient(tx, metadata), exchange.addEffects);
    exchange.identify({ clientId: client.client_id });
    return clientInformation(client, 'with secret');
  }),

  implement(getClient, ({ context, params }) =>
    clientInformation(clientOfId(context.state, params.client_id)),
  ),

  implement(updateClient, async ({ context, params, body, exchange }) => {
    exchange.identify({ clientId: params.client_id });
    await checkChangedSector(context, params.client_id, body);
    const { client, secretMade } = await context.work.run(
      (tx) => changeClient(tx, params.client_id, body),
      exchange.addEffects,
    );
    return clientInformation(client, secretMade ? 'with secret' : undefined);
  }),

  implement(deleteClient, async ({ context, params, exchange }) => {
    exchange.identify({ clientId: params.client_id });
    await context.work.run((tx) => {
      removeClient(tx, params.client_id);
    }, exchange.addEffects);
  }),

  implement(rotateClientSecret, async ({ context, params, exchange }) => {
    exchange.identify({ clientId: params.client_id });
    const client = await context.work.run((tx) => rotateSecret(tx, params.client_id), exchange.addEffects);
    return clientInformation(client, 'with secret');
  }),

  implement(getClientKeys, ({ context, params }) =>
    jsonWebKeySet.parse(JSON.parse(privateKeysOfClient(context.state, params.client_id))),
  ),

  implement(runRotationLab, async ({ context, params }) => {
    const { state, clock } = context;
    const { rotations, ...report } = await runRotationLaboratory(state, params.client_id, clock.now());
    return {
      ...report,
      rotations: rotations.map(({ trials, ...rotation }) => ({
        ...rotation,
        trials: trials.map(({ steps, ...trial }) => ({
          ...trial,
          steps: steps.map(({ outcome, ...step }) => ({
            ...step,
            outcome: wordsOf(outcome.code, outcome.details),
          })),
        })),
      })),
    };
  }),
];

/** Takes out what a registration may carry and this bank makes no use of (RFC 7591 §2). */
function withoutUnused(body: NewClient) {
  const {
    logo_uri: _logo,
    tos_uri: _tos,
    policy_uri: _policy,
    software_id: _software,
    software_version: _version,
    client_id_issued_at: _issued,
    client_secret_expires_at: _expires,
    ...metadata
  } = body;
  return metadata;
}
