import { request as httpsRequest, Agent, type AgentOptions } from 'node:https';

/** What a TLS client shows and trusts, as PEM or PKCS#12. */
export type TlsIdentity = Pick<AgentOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase'>;

/**
 * `fetch` with a client certificate, which the built-in one can't be given. Enough of it for tests:
 * no redirects are followed. Every call opens a connection of its own, as a browser does after its
 * certificate was refused.
 */
export function tlsFetch(identity: TlsIdentity): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, { ...init, redirect: 'manual' });
    const body = Buffer.from(await asked.arrayBuffer());
    const agent = new Agent({ ...identity, keepAlive: false });
    return new Promise<Response>((resolve, reject) => {
      const sent = httpsRequest(
        asked.url,
        {
          agent,
          method: asked.method,
          headers: { ...Object.fromEntries(asked.headers), 'content-length': body.length },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const headers = new Headers();
            for (let at = 0; at < answer.rawHeaders.length; at += 2) {
              headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
            }
            const status = answer.statusCode ?? 0;
            const empty = status === 204 || status === 304;
            resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers }));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  };
}
