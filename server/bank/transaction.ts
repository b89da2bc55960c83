import type { Clock } from './clock.ts';
import { itemKeySequence, itemKeySequenceFact } from './item-key-sequence.ts';
import { Ledger, sequenceOf } from './ledger.ts';
import type { LedgerRow } from './model.ts';
import { Refusal } from './refusal.ts';
import type { BankState, Change, Effect, Rows, TableName } from './state.ts';
import { toTimestamp, type Instant } from './time.ts';

/** Where changes are made durable before anybody is told of them. Implemented in `storage/`. */
export interface ChangeSink {
  /** Resolves once every change given so far survives a crash. Rejects when it can't be written. */
  append(changes: readonly Change[]): Promise<void>;
}

/**
 * One domain operation's view of the bank: reads see its own writes, every write is recorded, and
 * all of it can be taken back. Operations are synchronous, so no other request comes in between.
 */
export class Transaction {
  readonly state: BankState;
  /** The clock as it stood when the operation began. */
  readonly now: Instant;
  readonly changes: Change[] = [];
  readonly effects: Effect[] = [];
  readonly #undo: Change[] = [];

  constructor(state: BankState, now: Instant) {
    this.state = state;
    this.now = now;
  }

  put<Name extends TableName>(table: Name, key: string, row: Rows[Name]): void {
    const before = this.state.table(table).get(key);
    this.#undo.push([table, key, before ?? null] as Change);
    const change = [table, key, row] as Change;
    this.state.apply(change);
    this.changes.push(change);
  }

  delete(table: TableName, key: string): void {
    const before = this.state.table(table).get(key);
    if (before === undefined) return;
    if (table === 'accounts') {
      for (const row of [...this.state.ledger(key).rows()]) this.deleteRow(key, row.itemKey);
    }
    this.#undo.push([table, key, before] as Change);
    const change = [table, key, null] as Change;
    this.state.apply(change);
    this.changes.push(change);
  }

  putRow(accountId: string, row: LedgerRow): void {
    const before = this.state.ledger(accountId).get(row.itemKey);
    this.#undo.push([`ledger:${accountId}`, row.itemKey, before ? Ledger.persist(before) : null]);
    const change: Change = [`ledger:${accountId}`, row.itemKey, Ledger.persist(row)];
    this.state.ledger(accountId).insert(row);
    this.changes.push(change);
  }

  deleteRow(accountId: string, itemKey: string): void {
    const ledger = this.state.ledger(accountId);
    const before = ledger.get(itemKey);
    if (!before) return;
    // A key that a partner has seen must never come back for another row, not even after a restart
    // that no longer finds it in the ledger: so the count outlives the rows.
    const sequence = itemKeySequence(this.state, accountId);
    if (sequenceOf(itemKey) === sequence) {
      this.put('facts', itemKeySequenceFact(accountId), { value: sequence });
    }
    this.#undo.push([`ledger:${accountId}`, itemKey, Ledger.persist(before)]);
    const change: Change = [`ledger:${accountId}`, itemKey, null];
    this.state.apply(change);
    this.changes.push(change);
  }

  /** Says in words what the operation did, for the log entry of the request that caused it. */
  report(type: string, members: Omit<Effect, 'at' | 'type'> = {}, at: Instant = this.now): void {
    this.effects.push({ at: toTimestamp(at), type, ...members });
  }

  undo(): void {
    for (const change of this.#undo.reverse()) this.state.apply(change);
    this.#undo.length = 0;
    this.changes.length = 0;
    this.effects.length = 0;
  }
}

/** Runs operations one at a time and answers only when their changes are durable. */
export class UnitOfWork {
  readonly state: BankState;
  readonly clock: Clock;
  readonly #sink: ChangeSink;

  constructor(state: BankState, clock: Clock, sink: ChangeSink) {
    this.state = state;
    this.clock = clock;
    this.#sink = sink;
  }

  /**
   * Runs `operation` and makes its changes durable.
   *
   * @throws what the operation throws, after undoing its changes; a {@link Refusal} that
   *   `keepsChanges` is thrown only once those are durable. Its effects are given to `onEffects`.
   */
  async run<Value>(
    operation: (tx: Transaction) => Value,
    onEffects?: (effects: Effect[]) => void,
  ): Promise<Value> {
    const tx = new Transaction(this.state, this.clock.now());
    let value: Value;
    try {
      value = operation(tx);
    } catch (error) {
      if (error instanceof Refusal && error.keepsChanges) await this.#commit(tx, onEffects);
      else tx.undo();
      throw error;
    }
    await this.#commit(tx, onEffects);
    return value;
  }

  async #commit(tx: Transaction, onEffects?: (effects: Effect[]) => void): Promise<void> {
    if (tx.changes.length > 0) await this.#sink.append(tx.changes);
    if (tx.effects.length > 0) onEffects?.(tx.effects);
  }
}
