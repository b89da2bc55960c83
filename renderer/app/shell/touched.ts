/** Told with every change: how many of each there are, and the newest rows of the log. */
const ALWAYS = ['status', 'log'] as const;

/** Of what the type of an effect begins with, the resources whose answers it changes. */
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  access_token: ['grants'],
  account: ['accounts', 'customers', 'transactions'],
  balances: ['accounts', 'transactions'],
  certificate: ['customers', 'clients'],
  client: ['clients', 'grants', 'faults'],
  client_token: [],
  conformance: ['conformance'],
  consent: ['grants'],
  customer: ['customers', 'accounts', 'grants', 'logins'],
  drill: ['drills', 'faults', 'customers'],
  fault: ['faults', 'drills'],
  grant: ['grants', 'customers'],
  linkage: ['grants'],
  login: ['customers', 'logins'],
  scopes: [],
  signing_key: ['keys'],
  tokens: ['grants'],
  transaction: ['accounts', 'transactions'],
  transactions: ['accounts', 'transactions'],
};

/**
 * Whether what an operation answers may have been changed by effects. One that is not known here (the
 * clock, the settings, a scenario) changes everything.
 *
 * @param operationId `grants.list`.
 */
export function isTouched(operationId: string, effectTypes: readonly string[]): boolean {
  const resource = operationId.split('.', 1)[0] ?? '';
  if (ALWAYS.some((always) => always === resource)) return effectTypes.length > 0;
  return effectTypes.some((type) => resourcesOf(type)?.includes(resource) ?? true);
}

function resourcesOf(type: string): readonly string[] | undefined {
  const subject = type.split('.', 1)[0] ?? '';
  return Object.hasOwn(TOUCHED, subject) ? TOUCHED[subject] : undefined;
}
