/** The few parts of oidc-provider (which comes without types) that the benchmark uses. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Saved {
    save(): Promise<string>;
  }
  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    callback(): RequestListener;
    on(event: string, listener: (context: unknown, error: Error & { error_detail?: string }) => void): this;
    readonly Client: { find(id: string): Promise<object | undefined> };
    readonly Grant: new (properties: object) => Saved & { addOIDCScope(scope: string): void };
    readonly RefreshToken: new (properties: object) => Saved;
    readonly AccessToken: new (properties: object) => Saved;
    readonly AuthorizationCode: new (properties: object) => Saved;
  }
}
