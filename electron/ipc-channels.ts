/**
 * What the console's page may ask of the shell, declared once for both sides: the request's argument
 * and the answer. The schemas that check the arguments stand in `ipc.ts`.
 */
export interface IpcRequests {
  'control-token': { argument: undefined; answer: string };
  'open-customer-screen': { argument: string; answer: undefined };
  'save-handout': { argument: HandoutRequest; answer: SavedFile };
}

export type IpcChannel = keyof IpcRequests;

/** Which handout, in the control API's words; what is left out, it chooses. */
export interface HandoutRequest {
  readonly clientId?: string | undefined;
  readonly variant?: string | undefined;
  readonly lang: 'ja' | 'en';
}

/** What became of a file the user was asked a place for. */
export type SavedFile =
  | { readonly outcome: 'saved'; readonly path: string }
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'failed'; readonly reason: string };
