import { BankConnection } from './bank-connection.ts';
import { unnamedBank, type BankName } from './banks.ts';
import { partnerApps, type AppName } from './partner-apps.ts';

/** The bank, as each of the services is registered with it. */
export class BankDirectory {
  readonly #issuer: string;
  readonly #connections = new Map<AppName, Promise<BankConnection>>();

  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  /** The bank's endpoints are asked for once; after a failure, again. @throws BankFailure */
  connection(app: AppName): Promise<BankConnection> {
    const known = this.#connections.get(app);
    if (known) return known;
    const asking = BankConnection.discover(this.#issuer, partnerApps[app].registration);
    this.#connections.set(app, asking);
    asking.catch(() => this.#connections.delete(app));
    return asking;
  }

  /** What the bank calls itself now: asked anew, because a bank may change its name. @throws BankFailure */
  async currentName(app: AppName): Promise<BankName> {
    this.#connections.delete(app);
    return (await this.connection(app)).name ?? unnamedBank;
  }
}
