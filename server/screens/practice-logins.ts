/**
 * Who can log in, told on the sandbox's own login page: a newcomer knows nobody's ID.
 *
 * Threat: this is the one page without a token that tells passwords. They are those a scenario wrote down
 * for whoever practises; one that somebody chose here is never told, and a trainer can have none told.
 */
import type { Customer, CustomerKind } from '../bank/model.ts';
import type { SandboxContext } from '../context.ts';
import { practicePasswords } from '../scenarios/practice-passwords.ts';
import type { Language } from './visit.ts';

export interface PracticeLogin {
  readonly loginId: string;
  readonly password: string;
  readonly name: string;
  readonly note: string;
}

/** As many as fit below the fields without pushing the page apart. */
const MOST = 6;
/** How many customers are looked at; a page must not cost more with ten thousand of them. */
const LOOKED_AT = 200;

/** The first customers of a kind who can simply log in; those who rehearse a failure are left out. */
export async function practiceLogins(
  context: SandboxContext,
  kind: CustomerKind,
  language: Language,
): Promise<readonly PracticeLogin[]> {
  if (context.settings().policies.showPracticeLogins === false) return [];
  const { state } = context;
  const passwordOf = await practicePasswords(state);
  const found: PracticeLogin[] = [];
  let looked = 0;
  for (const customer of state.customers) {
    if (found.length === MOST || ++looked > LOOKED_AT) break;
    const password = isOrdinary(customer, kind) ? passwordOf(customer) : undefined;
    if (password === undefined) continue;
    const { loginId, name, note } = customer;
    found.push({ loginId, password, name, note: note?.[language] ?? '' });
  }
  return found;
}

function isOrdinary({ kind, status, drill, login, mayInquire }: Customer, wanted: CustomerKind): boolean {
  return kind === wanted && status === 'active' && drill === undefined && login === 'password' && mayInquire;
}
