import type { OperationResult } from '../../server/control/operation.ts';
import type { getClient } from '../../server/control/operations/clients.ts';
import type { SandboxStatus } from './use-status.ts';

type NamedClient = Pick<
  OperationResult<typeof getClient>,
  'client_name' | 'client_name#ja' | 'client_name#en'
>;

/** What a client is called in a language; its one name where it has no other (RFC 7591 §2.2). */
export function clientName(client: NamedClient, language: string): string {
  return client[language === 'en' ? 'client_name#en' : 'client_name#ja'] ?? client.client_name;
}

export function institutionName({ name, nameEn }: SandboxStatus['institution'], language: string): string {
  return language === 'en' ? nameEn : name;
}
