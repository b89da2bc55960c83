import { z } from 'zod';
import { operation } from '../operation.ts';
import { client, clientPatch, jsonWebKeySet, newClient } from './schemas/client.ts';
import { counted, countedListOf, pageQuery, search, sortBy } from './schemas/common.ts';
import { rotationLab } from './schemas/rotation-lab.ts';

const tag = 'clients';
const params = z.strictObject({ client_id: z.string().min(1) });

export const listClients = operation({
  id: 'clients.list',
  tag,
  method: 'GET',
  path: '/clients',
  summary: { ja: '外部サービス(クライアント)の一覧', en: 'List clients' },
  query: z.strictObject({
    ...pageQuery,
    q: search,
    count: counted,
    sort: sortBy('client_id', 'client_name', 'sandbox_company'),
  }),
  result: countedListOf(client),
  status: 200,
});

export const createClient = operation({
  id: 'clients.create',
  tag,
  method: 'POST',
  path: '/clients',
  summary: { ja: 'クライアントを登録する(RFC 7591)', en: 'Register a client (RFC 7591)' },
  body: newClient,
  result: client,
  status: 201,
  logged: true,
});

export const getClient = operation({
  id: 'clients.get',
  tag,
  method: 'GET',
  path: '/clients/{client_id}',
  summary: { ja: 'クライアントを見る', en: 'Show a client' },
  params,
  result: client,
  status: 200,
});

export const updateClient = operation({
  id: 'clients.update',
  tag,
  method: 'PATCH',
  path: '/clients/{client_id}',
  summary: { ja: 'クライアントの登録内容を変更する', en: "Change a client's registration" },
  params,
  body: clientPatch,
  result: client,
  status: 200,
  logged: true,
});

export const deleteClient = operation({
  id: 'clients.delete',
  tag,
  method: 'DELETE',
  path: '/clients/{client_id}',
  summary: { ja: 'クライアントを削除する(許可は終了する)', en: 'Delete a client; its grants end' },
  params,
  status: 204,
  logged: true,
});

export const rotateClientSecret = operation({
  id: 'clients.rotateSecret',
  tag,
  method: 'POST',
  path: '/clients/{client_id}/rotate-secret',
  summary: {
    ja: '新しい client_secret を発行する(古いものはただちに使えなくなる)',
    en: 'Issue a new client_secret; the old one stops working at once',
  },
  params,
  result: client,
  status: 200,
  logged: true,
});

export const getClientKeys = operation({
  id: 'clients.keys',
  tag,
  method: 'GET',
  path: '/clients/{client_id}/keys',
  summary: {
    ja: 'サンドボックスが代わりに持っているクライアントの秘密鍵(JWKS)',
    en: 'The private keys (JWKS) the sandbox keeps for a client of the scenario',
  },
  params,
  result: jsonWebKeySet,
  status: 200,
});

export const runRotationLab = operation({
  id: 'clients.rotationLab',
  tag,
  method: 'POST',
  path: '/clients/{client_id}/rotation-lab',
  summary: {
    ja: 'リフレッシュトークンの入れ替え方ごとに、応答を失ったクライアントがどうなるかを試す(実際の状態は変わらない)',
    en: 'Try how a client fares that loses a refresh answer, under each rotation there is; the bank itself stays as it is',
  },
  params,
  result: rotationLab,
  status: 200,
});

export const clientOperations = [
  listClients,
  createClient,
  getClient,
  updateClient,
  deleteClient,
  rotateClientSecret,
  getClientKeys,
  runRotationLab,
];
