/**
 * Credentials of the demo scenario. They are printed in its documentation and worth nothing outside
 * a sandbox; the control API itself never gives out a password or a secret.
 */
const demoPasswords: Readonly<Record<string, string>> = {
  '10000000001': 'Sandbox-0001',
  '10000000002': 'Sandbox-0002',
  '10000000003': 'Sandbox-0003',
  '10000000004': 'Sandbox-0004',
  '10000000005': 'Sandbox-0005',
  'Corp-0001': 'Sandbox-0101',
};

const demoSecrets: Readonly<Record<string, string>> = {
  'demo-kakeibo': 'demo-kakeibo-secret-do-not-use-in-production',
  'demo-kaikei': 'demo-kaikei-secret-do-not-use-in-production',
};

export function demoPassword(scenario: string | undefined, loginId: string): string | undefined {
  return scenario === 'demo' ? demoPasswords[loginId] : undefined;
}

export function demoSecret(scenario: string | undefined, clientId: string): string | undefined {
  return scenario === 'demo' ? demoSecrets[clientId] : undefined;
}
