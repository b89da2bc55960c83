/**
 * What the console's page may ask of the shell, declared once for both sides: the request's argument
 * and the answer. The schemas that check the arguments stand in `ipc.ts`.
 */
export interface IpcRequests {
  'control-token': { argument: undefined; answer: string };
  'open-customer-screen': { argument: string; answer: undefined };
}

export type IpcChannel = keyof IpcRequests;
