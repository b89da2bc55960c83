import type { LoginSession } from './login-sessions.ts';
import { hash, timingSafeEqual } from 'node:crypto';
import { Refusal } from './refusal.ts';
import { isStopped } from './contract.ts';
import { certificateState, holderOfCertificate } from './customer-certificates.ts';
import { settingsOf } from './grants.ts';
import { clientOf, liveInteraction } from './interactions.ts';
import { refuseWhenClosed } from './service-hours.ts';
import { MINUTE, toJstTimestamp, type Instant } from './time.ts';
import type { Client, Customer, CustomerCertificate, CustomerKind, Interaction } from './model.ts';
import type { BankState } from './state.ts';
import type { Transaction } from './transaction.ts';

/**
 * 本人認証 by ID and password.
 *
 * Threats: guessing (a counter that locks, kept even though the attempt is refused), finding out
 * which IDs exist (one message, one comparison and one durable count for a wrong ID and a wrong
 * password alike: the wait for the disk is what could be measured from outside), and skipping ahead
 * (only an interaction that stands at login can be signed in).
 *
 * @throws Refusal of the customer catalogue; wrong passwords and locks stay counted.
 */
export function signInWithPassword(
  tx: Transaction,
  input: {
    interactionId: string;
    loginId: string;
    password: string;
    /** 個人 or 法人, where the partner serves both and the customer picked one. */
    chosenKind?: CustomerKind | undefined;
  },
): Interaction {
  const interaction = liveInteraction(tx.state, tx.now, input.interactionId, 'login');
  const settings = settingsOf(tx.state);
  refuseWhenClosed(settings, tx.now);

  const customer = customerByLogin(tx.state, input.loginId);
  const unlocked = customer && unlockWhenDue(tx, customer);
  const rightPassword = sameSecret(input.password, unlocked?.password ?? '\u0000');
  if (!unlocked || unlocked.password === undefined) {
    if (unlocked?.login === 'certificate') {
      throw new Refusal('certificate_required', { login: unlocked.login });
    }
    throw countUnknownLogin(tx, interaction, settings.policies.maxFailedLogins);
  }
  if (isLocked(unlocked, settings.policies.maxFailedLogins)) throw new Refusal('customer_locked');
  if (!rightPassword) throw countFailure(tx, unlocked, settings.policies.maxFailedLogins);
  refuseCustomer(tx.state, clientOf(tx.state, interaction), unlocked);
  if (input.chosenKind !== undefined && input.chosenKind !== unlocked.kind) {
    throw new Refusal('other_kind_chosen', { chosen: input.chosenKind, actual: unlocked.kind });
  }
  refuseWithoutCertificate(interaction, unlocked);

  if (unlocked.failedLogins > 0) tx.put('customers', unlocked.id, { ...unlocked, failedLogins: 0 });
  return enter(tx, interaction, unlocked, unlocked.login === 'both' ? 'password+certificate' : 'password');
}

/** Where the contract asks for a certificate too, it has to have been shown, and be this contract's own. */
function refuseWithoutCertificate({ certified }: Interaction, customer: Customer): void {
  if (certified && certified.customerId !== customer.id) throw new Refusal('certificate_of_another_customer');
  if (customer.login === 'certificate' || (customer.login === 'both' && !certified)) {
    throw new Refusal('certificate_required', { login: customer.login });
  }
}

/**
 * 電子証明書認証. The certificate's key has been proven and its issuer verified; whether it is good
 * today, and whose it is, the bank decides by its own clock and books.
 *
 * @param input.certificate undefined where none was chosen.
 * @returns the interaction at consent, or still at login where a password is to follow (`login: both`).
 * @throws Refusal `certificate_…`, and of the customer catalogue.
 */
export function signInWithCertificate(
  tx: Transaction,
  input: {
    interactionId: string;
    certificate: Pick<CustomerCertificate, 'serialNumber' | 'notBefore' | 'notAfter'> | undefined;
  },
): Interaction {
  const interaction = liveInteraction(tx.state, tx.now, input.interactionId, 'login');
  refuseWhenClosed(settingsOf(tx.state), tx.now);
  if (!input.certificate) throw new Refusal('certificate_unavailable');
  const { serialNumber } = input.certificate;
  const holder = holderOfCertificate(tx.state, serialNumber);
  if (!holder) throw new Refusal('certificate_unknown', { serialNumber });
  refuseUnusable({ ...holder.certificate, ...input.certificate }, tx.now);

  const customer = unlockWhenDue(tx, holder.customer);
  // Only a hint (OpenID Connect Core §3.1.2.1): it gives way where whom it names has no certificate to choose.
  const { loginHint } = interaction.request;
  const hinted = loginHint === undefined ? undefined : customerByLogin(tx.state, loginHint);
  if (hinted && hinted.id !== customer.id && hinted.login !== 'password') {
    throw new Refusal('certificate_of_another_customer');
  }
  if (customer.status === 'locked') throw new Refusal('customer_locked');
  refuseCustomer(tx.state, clientOf(tx.state, interaction), customer);
  if (customer.login === 'password') throw new Refusal('certificate_not_contracted');
  if (customer.login === 'certificate') return enter(tx, interaction, customer, 'certificate');

  const certified: Interaction = { ...interaction, certified: { customerId: customer.id, serialNumber } };
  tx.put('interactions', interaction.interactionId, certified);
  tx.report('certificate.accepted', { customerId: customer.id, serialNumber });
  return certified;
}

function refuseUnusable(certificate: CustomerCertificate, now: Instant): void {
  switch (certificateState(certificate, now)) {
    case 'revoked':
      throw new Refusal('certificate_revoked', { at: toJstTimestamp(certificate.revokedAt ?? now) });
    case 'expired':
      throw new Refusal('certificate_expired', { until: toJstTimestamp(certificate.notAfter) });
    case 'not_yet_valid':
      throw new Refusal('certificate_not_yet_valid', { from: toJstTimestamp(certificate.notBefore) });
    case 'valid':
    case 'expiring':
  }
}

/** Signs a customer in without any proof, for clients whose consent is automatic. */
export function signInAutomatically(
  tx: Transaction,
  interaction: Interaction,
  customer: Customer,
): Interaction {
  refuseWhenClosed(settingsOf(tx.state), tx.now);
  if (customer.status === 'locked') throw new Refusal('customer_locked');
  refuseCustomer(tx.state, clientOf(tx.state, interaction), customer);
  return enter(tx, interaction, customer, customer.login === 'password' ? 'password' : 'certificate');
}

/**
 * Takes a login that stands for this interaction: no proof is asked for again, and the time of the login
 * stays what it was (`auth_time`, OpenID Connect Core §2).
 *
 * @throws Refusal of the customer catalogue.
 */
export function continueLogin(
  tx: Transaction,
  interaction: Interaction,
  customer: Customer,
  { authTime, acr }: Pick<LoginSession, 'authTime' | 'acr'>,
): Interaction {
  refuseWhenClosed(settingsOf(tx.state), tx.now);
  refuseCustomer(tx.state, clientOf(tx.state, interaction), customer);
  const continued: Interaction = {
    ...interaction,
    stage: 'consent',
    customerId: customer.id,
    authTime,
    acr,
    loginKept: true,
  };
  tx.put('interactions', interaction.interactionId, continued);
  return continued;
}

/** ログアウト on the way: whoever goes on logs in first. */
export function returnToLogin(tx: Transaction, interactionId: string): Interaction {
  const {
    customerId: _customerId,
    authTime: _authTime,
    acr: _acr,
    loginKept: _loginKept,
    certified: _certified,
    ...rest
  } = liveInteraction(tx.state, tx.now, interactionId);
  const back: Interaction = { ...rest, stage: 'login' };
  tx.put('interactions', interactionId, back);
  return back;
}

export function customerByLogin(state: BankState, loginId: string): Customer | undefined {
  return state.customers.where('loginId', loginId)[0];
}

/** Whether an active contract of the right kind stands before the screen. */
export function refuseCustomer(state: BankState, client: Client, customer: Customer): void {
  if (isStopped(state, customer)) throw new Refusal('customer_stopped');
  if (client.sandbox_customer_kind !== 'any' && client.sandbox_customer_kind !== customer.kind) {
    throw new Refusal('wrong_customer_kind', {
      expected: client.sandbox_customer_kind,
      actual: customer.kind,
    });
  }
}

/** Lets a locked customer in again once the unlock time of the settings has passed. */
function unlockWhenDue(tx: Transaction, customer: Customer): Customer {
  const { unlockAfterMinutes } = settingsOf(tx.state).policies;
  const due =
    customer.status === 'locked' &&
    customer.lockedAt !== undefined &&
    unlockAfterMinutes > 0 &&
    tx.now >= customer.lockedAt + unlockAfterMinutes * MINUTE;
  if (!due) return customer;
  const { lockedAt: _lockedAt, ...rest } = customer;
  const unlocked: Customer = { ...rest, status: 'active', failedLogins: 0 };
  tx.put('customers', customer.id, unlocked);
  tx.report('customer.unlocked', { customerId: customer.id });
  return unlocked;
}

/** A stopped contract has no `locked` beside it, and its password can't be guessed all the same. */
function isLocked({ status, failedLogins }: Customer, limit: number): boolean {
  return status === 'locked' || (status === 'stopped' && failedLogins >= limit);
}

function countFailure(tx: Transaction, customer: Customer, limit: number): Refusal {
  const failedLogins = customer.failedLogins + 1;
  if (failedLogins >= limit) {
    // A stopped contract stays stopped: the lock would be lifted in time, and the stop with it.
    const lock = customer.status === 'stopped' ? {} : ({ status: 'locked', lockedAt: tx.now } as const);
    tx.put('customers', customer.id, { ...customer, failedLogins, ...lock });
    tx.report('customer.locked', { customerId: customer.id, failedLogins });
    return new Refusal('customer_locked', {}, { keepsChanges: true });
  }
  tx.put('customers', customer.id, { ...customer, failedLogins });
  tx.report('login.failed', { customerId: customer.id, failedLogins });
  return wrongCredentials(failedLogins, limit);
}

/** An ID that is nobody's has no contract to count at: counted where it was typed, it takes as long. */
function countUnknownLogin(tx: Transaction, interaction: Interaction, limit: number): Refusal {
  const unknownLogins = (interaction.unknownLogins ?? 0) + 1;
  tx.put('interactions', interaction.interactionId, { ...interaction, unknownLogins });
  tx.report('login.failed', { failedLogins: unknownLogins });
  return wrongCredentials(unknownLogins, limit);
}

function wrongCredentials(failed: number, limit: number): Refusal {
  return new Refusal('wrong_credentials', { failed, limit }, { keepsChanges: true });
}

function enter(
  tx: Transaction,
  interaction: Interaction,
  customer: Customer,
  acr: NonNullable<Interaction['acr']>,
): Interaction {
  const signedIn: Interaction = {
    ...interaction,
    stage: 'consent',
    customerId: customer.id,
    authTime: tx.now,
    acr,
  };
  tx.put('interactions', interaction.interactionId, signedIn);
  tx.report('customer.signed_in', { customerId: customer.id });
  return signedIn;
}

/** Compares in time that depends on neither value; digests make the lengths equal. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(given), digest(expected));
}
