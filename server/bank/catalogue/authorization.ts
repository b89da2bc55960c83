import { refusals } from './entry.ts';

/** Refusals of the authorization endpoint (RFC 6749 §4.1.2.1 and what builds on it). */
export const authorizationRefusals = refusals({
  unknown_client: {
    status: 400,
    wire: 'invalid_request',
    spec: 'RFC 6749 §4.1.2.1',
    message: {
      ja: 'client_id「{clientId}」は登録されていません。',
      en: 'The client_id {clientId} is not registered.',
    },
    hint: {
      ja: 'コンソールのクライアント一覧で client_id を確かめるか、新しく登録してください。',
      en: 'Check the client_id in the console under Clients, or register the client.',
    },
  },
});
