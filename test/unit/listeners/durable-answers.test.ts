import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../../server/bank/refusal.ts';
import { holdUntilDurable } from '../../../server/listeners/durable-answers.ts';

/** A storage of which the test says when it is durable. */
class PendingStorage {
  applied = 1;
  rollbacks = 0;
  settle!: { resolve: () => void; reject: (error: unknown) => void };
  asked = false;
  #waiting: Promise<void> | undefined = new Promise((resolve, reject) => {
    this.settle = { resolve, reject };
  });

  reached(): Promise<void> | undefined {
    this.asked = true;
    return this.#waiting;
  }

  beDurable(): void {
    this.#waiting = undefined;
  }
}

let server: Server;
let storage: PendingStorage;
let handle: (response: ServerResponse) => void;
beforeEach(async () => {
  storage = new PendingStorage();
  server = createServer((_request, response) => {
    response.setHeader('X-Of-The-Listener', '1');
    holdUntilDurable(storage, response, (refusal) => {
      response.statusCode = 503;
      response.end(refusal.code);
    });
    handle(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = () => fetch(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);

describe('an answer', () => {
  it('goes out at once where nothing waits to be written', async () => {
    storage.beDurable();
    handle = (response) => response.end('seen');
    expect(await (await ask()).text()).toBe('seen');
  });

  it.each([
    ['in one piece', (response: ServerResponse) => response.end('seen')],
    [
      'in several',
      (response: ServerResponse) => {
        response.write('se');
        response.once('drain', () => response.end('en'));
      },
    ],
  ] as const)('%s waits until what it has seen is durable', async (_, answer) => {
    handle = answer;
    let arrived = false;
    const answered = ask().then((response) => {
      arrived = true;
      return response.text();
    });
    await expect.poll(() => storage.asked).toBe(true);
    expect(arrived).toBe(false);
    storage.settle.resolve();
    expect(await answered).toBe('seen');
  });

  it('that has seen what was undone is replaced, with its headers', async () => {
    handle = (response) => {
      response.setHeader('Set-Cookie', 'a=b');
      response.end('seen');
    };
    const answered = ask();
    await expect.poll(() => storage.asked).toBe(true);
    storage.settle.reject(new Refusal('storage_undone'));
    const response = await answered;
    expect(response.status).toBe(503);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('x-of-the-listener')).toBe('1');
    expect(await response.text()).toBe('storage_undone');
  });

  it('that was prepared before memory went back is replaced, although nothing waits any more', async () => {
    storage.beDurable();
    handle = (response) => {
      storage.rollbacks++;
      response.end('seen');
    };
    expect((await ask()).status).toBe(503);
  });

  it('that tells of a failure goes out as it is', async () => {
    handle = (response) => {
      storage.rollbacks++;
      response.statusCode = 507;
      response.end('full');
    };
    expect((await ask()).status).toBe(507);
  });
});
