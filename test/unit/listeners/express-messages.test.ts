import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express } from 'express';
import { afterEach, expect, test } from 'vitest';
import { ExpressMessages } from '../../../server/listeners/express-messages.ts';
import { OriginServer } from '../../../server/listeners/origin-server.ts';

const origins: OriginServer[] = [];

afterEach(async () => {
  await Promise.all(origins.splice(0).map((origin) => origin.close(0)));
});

async function serve(app: Express, messages?: ExpressMessages): Promise<string> {
  const origin = new OriginServer('test', messages && { messages });
  origins.push(origin);
  const port = await origin.listen('127.0.0.1', 0);
  origin.serve(app);
  return `http://127.0.0.1:${port}`;
}

test('messages keep the prototypes they are made with, and are those of the app', async () => {
  const app = express();
  const seen: { request: IncomingMessage; response: ServerResponse }[] = [];
  app.get('/told', (request, response) => {
    seen.push({ request, response });
    response.status(202).json({ host: request.get('host'), sameApp: request.app === app });
  });
  const messages = new ExpressMessages();
  const origin = await serve(app, messages);

  const answer = await fetch(`${origin}/told`);

  expect(answer.status).toBe(202);
  expect(await answer.json()).toEqual({ host: new URL(origin).host, sameApp: true });
  const { IncomingMessage: Request, ServerResponse: Response } = messages.serverOptions;
  expect(Object.getPrototypeOf(seen[0]?.request)).toBe(Request?.prototype);
  expect(Object.getPrototypeOf(seen[0]?.response)).toBe(Response?.prototype);
});

test('two servers share an app, and two apps share nothing', async () => {
  const appNamed = (name: string): Express => {
    const app = express();
    app.set('name', name);
    app.use((request, response) => {
      response.send(`${String(request.app.get('name'))} ${String(response.app.get('name'))}`);
    });
    return app;
  };
  const messages = new ExpressMessages();
  const shared = appNamed('shared');
  const origins = [
    await serve(shared, messages),
    await serve(shared, messages),
    await serve(appNamed('other')),
  ];

  const texts = await Promise.all(origins.map(async (origin) => (await fetch(origin)).text()));

  expect(texts).toEqual(['shared shared', 'shared shared', 'other other']);
});
