/**
 * Guards against pages that speak to the shell though they should not: a request counts only when it
 * comes from the top frame of a window that shows the console's own origin, and its argument is parsed
 * before anything reads it. The only file that imports `ipcMain`.
 */
import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { IpcChannel, IpcRequests } from './ipc-channels.ts';

export type IpcHandlers = {
  [Channel in IpcChannel]: (
    argument: IpcRequests[Channel]['argument'],
  ) => IpcRequests[Channel]['answer'] | Promise<IpcRequests[Channel]['answer']>;
};

const MOST_URL_CHARACTERS = 8_192;

const handoutSchema = z.strictObject({
  clientId: z.string().min(1).max(200).optional(),
  variant: z.enum(['personal-pc', 'personal-smartphone', 'corporate']).optional(),
  lang: z.enum(['ja', 'en']),
});

/** Answers the console's requests. `consoleOrigin` is asked at each request. */
export function answerConsole(consoleOrigin: () => string | undefined, handlers: IpcHandlers): void {
  const answer = <Argument>(
    channel: IpcChannel,
    schema: z.ZodType<Argument>,
    handle: (argument: Argument) => unknown,
  ): void => {
    ipcMain.handle(channel, (event, argument: unknown) => {
      checkSender(event, consoleOrigin());
      return handle(schema.parse(argument));
    });
  };
  answer('control-token', z.undefined(), handlers['control-token']);
  answer(
    'open-customer-screen',
    z.url({ protocol: /^https?$/ }).max(MOST_URL_CHARACTERS),
    handlers['open-customer-screen'],
  );
  answer('save-handout', handoutSchema, handlers['save-handout']);
}

function checkSender(event: IpcMainInvokeEvent, consoleOrigin: string | undefined): void {
  const frame = event.senderFrame;
  const isConsole =
    frame !== null &&
    frame === event.sender.mainFrame &&
    consoleOrigin !== undefined &&
    frame.origin === consoleOrigin;
  if (!isConsole) throw new Error('Only the console may ask this.');
}
