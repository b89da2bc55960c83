import { Agent, request } from 'node:http';
import { Seeded } from '../../../crash/seeded.ts';
import { DescribedApi, type OpenApiDocument } from '../../../harness/described-api.ts';
import { TARO } from '../../../harness/customer-browser.ts';
import { basic, KAKEIBO } from '../../../harness/partner-client.ts';
import { ANY_PORTS, ServeProcess } from '../../../harness/serve-process.ts';
import { makeRequest, type Credentials, type FuzzRequest } from './requests.ts';
import { describedRoutes, partnerRoutes, type ApiDocument, type OriginName } from './routes.ts';
import { Values, type Known } from './values.ts';

export interface CampaignSummary {
  readonly seed: number;
  readonly requests: number;
  readonly routes: number;
  /** How often each class of status came: `2xx`, `3xx`, `4xx`, `5xx`. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly slowestMs: number;
  readonly slowest: string;
  /** From inside the sandbox's process. */
  readonly longestBlockMs: number;
  /** What should not have been, a sentence each. */
  readonly problems: readonly string[];
}

/** Much longer than a busy machine takes for an answer. */
const HANGS_AFTER_MS = 60_000;
/** After so many requests the bank begins anew, so that later ones still find something to work on. */
const FRESH_FOR = 250;
/** What the bank answers with a 503 because its settings say so. */
const CLOSED = new Set(['outside_service_hours', 'closed_today', 'maintenance']);

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookie: string | undefined;
  readonly contentType: string | null;
}

/**
 * Sends `requests` seeded requests, one after the other, to a sandbox in a process of its own that
 * keeps nothing. The same seed sends the same requests, but for the values the sandbox made itself.
 */
export async function runCampaign(requests: number, seed: number): Promise<CampaignSummary> {
  const serve = new ServeProcess(
    ['--ephemeral', ...ANY_PORTS],
    'test/integration/hostile/fuzz/watched-serve.mjs',
  );
  try {
    const ready = await serve.ready();
    const bases: Record<OriginName, string> = {
      bank: ready.issuer,
      control: new URL(ready.control).origin,
      partner: ready.partner,
    };
    const campaign = new Campaign(bases, ready.controlToken, seed);
    await campaign.run(requests);
    const code = await serve.end();
    if (code !== 0)
      campaign.problems.push(`the sandbox ended with ${String(code)}: ${serve.stderr.slice(-2_000)}`);
    const trace = /^.*(?:\n {4}at .*)+/m.exec(serve.stderr)?.[0];
    if (trace !== undefined) campaign.problems.push(`stderr holds a stack trace: ${trace.slice(0, 2_000)}`);
    const block = /longest event-loop block: (\d+) ms/.exec(serve.stderr)?.[1];
    if (block === undefined) campaign.problems.push('the sandbox ended without a word about its event loop');
    return {
      seed,
      requests,
      ...campaign.figures,
      longestBlockMs: Number(block),
      problems: campaign.problems,
    };
  } finally {
    await serve.end();
  }
}

class Campaign {
  readonly problems: string[] = [];
  readonly #bases: Readonly<Record<OriginName, string>>;
  readonly #control: string;
  readonly #seeded: Seeded;
  readonly #agent = new Agent({ keepAlive: false });
  readonly #statuses: Record<string, number> = {};
  #routes = 0;
  readonly #described: Partial<Record<OriginName, { readonly api: DescribedApi; readonly mount: string }>> =
    {};
  #slowestMs = 0;
  #slowest = '';

  constructor(bases: Readonly<Record<OriginName, string>>, controlToken: string, seed: number) {
    this.#bases = bases;
    this.#control = `Bearer ${controlToken}`;
    this.#seeded = new Seeded(seed);
  }

  get figures() {
    const { round } = Math;
    return {
      routes: this.#routes,
      statuses: this.#statuses,
      slowestMs: round(this.#slowestMs),
      slowest: this.#slowest,
    };
  }

  async run(requests: number): Promise<void> {
    const bank = await this.#document('bank', '/openapi.json');
    const control = await this.#document('control', '/control/v1/openapi.json');
    const routes = [
      ...describedRoutes('bank', bank),
      ...describedRoutes('control', control),
      ...partnerRoutes,
    ];
    this.#routes = routes.length;
    this.#described.bank = { api: new DescribedApi(bank), mount: '' };
    this.#described.control = { api: new DescribedApi(control), mount: '/control/v1' };
    const schemas = { ...bank.components.schemas, ...control.components.schemas };
    let fresh: { values: Values; credentials: Credentials } | undefined;
    for (let sent = 0; sent < requests; sent++) {
      if (!fresh || sent % FRESH_FOR === 0) {
        const { known, credentials } = await this.#beginAnew();
        fresh = { values: new Values(schemas, this.#seeded, known), credentials };
      }
      const next = makeRequest(this.#seeded.oneOf(routes), this.#seeded, fresh.values, fresh.credentials);
      await this.#try(next);
    }
    // It still does what it is there for.
    await this.#beginAnew();
  }

  async #try(sent: FuzzRequest): Promise<void> {
    const shown = `${sent.route.origin} ${sent.method} ${sent.path.slice(0, 300)}`;
    const beganAt = performance.now();
    let answer: Answer;
    try {
      answer = await this.#send(sent.route.origin, sent);
    } catch (error) {
      this.problems.push(`${shown} had no answer: ${String(error)}`);
      return;
    }
    const tookMs = performance.now() - beganAt;
    if (tookMs > this.#slowestMs) [this.#slowestMs, this.#slowest] = [tookMs, shown];
    const kind = `${String(Math.floor(answer.status / 100))}xx`;
    this.#statuses[kind] = (this.#statuses[kind] ?? 0) + 1;
    if (answer.status >= 500 && answer.status !== 501 && !(await this.#isClosed(sent, answer))) {
      const body = sent.body?.toString().slice(0, 500) ?? '';
      this.problems.push(
        `${shown} ${body} was answered ${String(answer.status)}: ${answer.text.slice(0, 500)}`,
      );
    }
    const described = this.#described[sent.route.origin];
    const { status, text, contentType } = answer;
    const path = sent.path.split('?', 1)[0]?.slice(described?.mount.length) ?? '';
    // Headers that are too large are refused before it is known whom they are for (RFC 6585 §5).
    const isForAnybody = status === 431;
    const wire = { method: sent.method, path, status, contentType, text };
    const faults = (!isForAnybody && described?.api.faultsOf(wire)) || [];
    this.problems.push(...faults.map((fault) => `${shown} is not as described: ${fault}`));
    // A fault would make the next 5xx a deliberate one.
    if (answer.status < 300 && /\/(?:faults|drills)\b/.test(sent.path))
      await this.#steer('DELETE', '/faults');
  }

  /** Whether the log says that the bank was shut, as its settings or its hours want it. */
  async #isClosed(sent: FuzzRequest, { status }: Answer): Promise<boolean> {
    if (status !== 503 || sent.route.origin !== 'bank') return false;
    const { items } = await this.#steer<{ items: { outcome?: { code?: string } }[] }>(
      'GET',
      '/log?filter=origin:bank+status:503&limit=1000',
    );
    return CLOSED.has(items.at(-1)?.outcome?.code ?? '') || CLOSED.has(items[0]?.outcome?.code ?? '');
  }

  async #beginAnew(): Promise<{ known: Known; credentials: Credentials }> {
    await this.#steer('DELETE', '/faults');
    await this.#steer('POST', '/scenario?clock=real', { name: 'demo' });
    await this.#steer('PATCH', '/settings', { policies: { slowSecretGuessing: false } });
    await this.#steer('PATCH', `/clients/${KAKEIBO.clientId}`, {
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: 'account:balance account:transaction openid offline_access grant_management_query',
    });
    type Named = Readonly<Record<string, string>>;
    const list = async (path: string, name: string) =>
      (await this.#steer<{ items: Named[] }>('GET', path)).items.map((item) => item[name] ?? '');
    const grant = await this.#steer<Named>('POST', '/grants', {
      clientId: KAKEIBO.clientId,
      loginId: TARO.loginId,
      scopes: ['account:balance', 'account:transaction', 'openid', 'offline_access'],
    });
    const own = await this.#send('bank', {
      method: 'POST',
      path: '/oauth2/token',
      headers: { authorization: basic(KAKEIBO), 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from('grant_type=client_credentials'),
    });
    const visit = await this.#send('partner', { method: 'GET', path: '/', headers: {}, body: undefined });
    const clients = await list('/clients', 'client_id');
    const grants = await list('/grants', 'id');
    const known: Known = {
      client_id: clients,
      clientId: clients,
      id: [...(await list('/customers', 'id')), ...(await list('/log?limit=20', 'id'))],
      loginId: await list('/customers', 'loginId'),
      accountId: await list('/accounts', 'accountId'),
      grant_id: grants,
      grantId: grants,
      token: [grant['access_token'] ?? '', grant['refresh_token'] ?? ''],
      refresh_token: [grant['refresh_token'] ?? ''],
      grant_type: ['authorization_code', 'refresh_token', 'client_credentials'],
      redirect_uri: ['http://127.0.0.1:4782/callback'],
      response_type: ['code'],
      code_challenge_method: ['S256', 'plain'],
      code_challenge: ['x'.repeat(43)],
      scope: ['openid account:balance', 'account:transaction'],
      by: ['PT1M', 'P1D', 'P90D'],
      name: ['demo', 'blank', ...(await list('/drills', 'name'))],
    };
    return {
      known,
      credentials: {
        control: this.#control,
        access: `Bearer ${grant['access_token'] ?? ''}`,
        management: `Bearer ${(JSON.parse(own.text) as Named)['access_token'] ?? ''}`,
        client: basic(KAKEIBO),
        visitor: visit.cookie ?? '',
      },
    };
  }

  /** The control API's answer to a request that is no experiment. @throws when it refuses. */
  async #steer<Result>(method: string, path: string, body?: object): Promise<Result> {
    const answer = await this.#send('control', {
      method,
      path: `/control/v1${path}`,
      headers: { authorization: this.#control, ...(body && { 'content-type': 'application/json' }) },
      body: body && Buffer.from(JSON.stringify(body)),
    });
    if (answer.status >= 300)
      throw new Error(`${method} ${path} was answered ${String(answer.status)}: ${answer.text}`);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as Result;
  }

  async #document(origin: OriginName, path: string): Promise<ApiDocument & OpenApiDocument> {
    const { text } = await this.#send(origin, {
      method: 'GET',
      path,
      headers: { authorization: this.#control },
      body: undefined,
    });
    return JSON.parse(text) as ApiDocument & OpenApiDocument;
  }

  #send(origin: OriginName, { method, path, headers, body }: Omit<FuzzRequest, 'route'>): Promise<Answer> {
    const { hostname, port } = new URL(this.#bases[origin]);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent: this.#agent,
          hostname,
          port,
          method,
          path,
          headers: body ? { ...headers, 'content-length': String(body.length) } : headers,
          timeout: HANGS_AFTER_MS,
        },
        (incoming) => {
          const cookie = incoming.headers['set-cookie']?.[0]?.split(';')[0];
          let text = '';
          const finish = () => {
            resolve({
              status: incoming.statusCode ?? 0,
              text,
              cookie,
              contentType: incoming.headers['content-type'] ?? null,
            });
          };
          incoming.setEncoding('utf8').on('data', (piece: string) => (text += piece));
          incoming.on('end', finish).on('error', reject);
          // Events go on for as long as anybody listens: that they began is the answer.
          if (incoming.headers['content-type']?.startsWith('text/event-stream')) {
            finish();
            outgoing.destroy();
          }
        },
      );
      outgoing.on('timeout', () => {
        outgoing.destroy(new Error(`nothing for ${String(HANGS_AFTER_MS)} ms`));
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** What a campaign came to, in a few lines. */
export function toldSummary({ seed, requests, routes, statuses, ...rest }: CampaignSummary): string {
  const counts = Object.entries(statuses)
    .sort()
    .map(([kind, count]) => `${kind} ${String(count)}`)
    .join(', ');
  return (
    `fuzz: ${String(requests)} requests over ${String(routes)} routes (seed ${String(seed)}): ${counts}\n` +
    `longest event-loop block ${String(rest.longestBlockMs)} ms; slowest answer ${String(rest.slowestMs)} ms: ${rest.slowest}\n` +
    `${String(rest.problems.length)} problems\n`
  );
}
