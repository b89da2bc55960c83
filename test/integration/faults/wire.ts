import type { FaultView } from '../../../server/control/operations/schemas/fault.ts';
import type { LogEntry } from '../../../server/log/entry.ts';
import type { TestSandbox } from '../../harness/sandbox.ts';

/** What a client sees of an answer, however it fails. */
export type Seen =
  | { kind: 'answer'; status: number; headers: Headers; text: string }
  /** Nothing came, not even a status line. */
  | { kind: 'nothing' }
  /** The head came, and the body broke off. */
  | { kind: 'half'; status: number };

export async function see(sent: Promise<Response>): Promise<Seen> {
  let response: Response;
  try {
    response = await sent;
  } catch {
    return { kind: 'nothing' };
  }
  try {
    return {
      kind: 'answer',
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    };
  } catch {
    return { kind: 'half', status: response.status };
  }
}

export function addFault(sandbox: TestSandbox, fault: object): Promise<FaultView> {
  return sandbox.control<FaultView>('POST', '/faults', fault);
}

/** The log's row of the one request to the bank behind that place. */
export async function bankRow(sandbox: TestSandbox, position: number, path: string): Promise<LogEntry> {
  return sandbox.waitForLog(`origin:bank path:${path}`, position);
}
