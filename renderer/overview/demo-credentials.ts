/**
 * Credentials of the demo scenario. They are printed in its documentation and worth nothing outside
 * a sandbox; the control API itself never gives out a password or a secret.
 */
const demoSecrets: Readonly<Record<string, string>> = {
  'demo-kakeibo': 'demo-kakeibo-secret-do-not-use-in-production',
  'demo-kaikei': 'demo-kaikei-secret-do-not-use-in-production',
};

export function demoSecret(scenario: string | undefined, clientId: string): string | undefined {
  return scenario === 'demo' ? demoSecrets[clientId] : undefined;
}
