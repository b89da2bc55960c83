import { contextBridge, ipcRenderer } from 'electron';
import type { HandoutRequest, IpcChannel, IpcRequests } from './ipc-channels.ts';

/** `ipcRenderer` itself never reaches the page: it gets these functions, and nothing more. */
async function ask<Channel extends IpcChannel>(
  channel: Channel,
  argument: IpcRequests[Channel]['argument'],
): Promise<IpcRequests[Channel]['answer']> {
  return (await ipcRenderer.invoke(channel, argument)) as IpcRequests[Channel]['answer'];
}

contextBridge.exposeInMainWorld('ibLinkDesktop', {
  controlToken: () => ask('control-token', undefined),
  openCustomerScreen: (url: string) => ask('open-customer-screen', url),
  saveHandout: (request: HandoutRequest) => ask('save-handout', request),
  platform: process.platform,
});
