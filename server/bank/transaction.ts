import type { Clock, ClockSetting } from './clock.ts';
import { itemKeySequence, itemKeySequenceFact } from './item-key-sequence.ts';
import { sequenceOf } from './item-key.ts';
import { Ledger } from './ledger.ts';
import type { LedgerRow } from './model.ts';
import type { PersistedPage } from './persisted-page.ts';
import { Refusal } from './refusal.ts';
import type { BankState, Change, Effect, Rows, TableName } from './state.ts';
import { toTimestamp, type Instant } from './time.ts';

/** A change with its place in the order of all changes. */
export interface Entry {
  readonly seq: number;
  /** Resolves once it survives a crash. Rejects with a Refusal when it is undone instead. */
  readonly done: Promise<void>;
}

/** Where changes are made durable before anybody is told of them. Implemented in `storage/`. */
export interface ChangeSink {
  /**
   * To be asked in the turn in which something is to be changed: undefined when it may be.
   *
   * @returns otherwise a promise, after which it is to be asked again. Rejects with a Refusal.
   */
  writable(): Promise<void> | undefined;
  /**
   * Records changes that the state already shows. In the turn in which they were made, so that memory
   * and what is kept agree on the order.
   *
   * @param undo takes them back, where they can't be kept. Called newest first, in one turn.
   */
  append(changes: readonly Change[], undo: () => void): Entry;
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
  readonly #undo: (() => void)[] = [];

  constructor(state: BankState, now: Instant) {
    this.state = state;
    this.now = now;
  }

  put<Name extends TableName>(table: Name, key: string, row: Rows[Name]): void {
    const before = this.state.table(table).get(key);
    this.#apply([table, key, row] as Change, [table, key, before ?? null] as Change);
  }

  delete(table: TableName, key: string): void {
    const before = this.state.table(table).get(key);
    if (before === undefined) return;
    if (table === 'accounts') this.#dropLedger(key);
    this.#apply([table, key, null], [table, key, before] as Change);
  }

  putRow(accountId: string, row: LedgerRow): void {
    const { itemKey } = row;
    const before = this.state.ledger(accountId).get(itemKey);
    this.#apply(
      [`ledger:${accountId}`, itemKey, Ledger.persist(row)],
      [`ledger:${accountId}`, itemKey, before ? Ledger.persist(before) : null],
    );
  }

  /**
   * Puts another statement in the place of the account's: the same one with more rows.
   *
   * @param added the rows it has more, in pages by the key of the first row.
   */
  replaceStatement(
    accountId: string,
    ledger: Ledger,
    added: readonly (readonly [firstItemKey: string, page: PersistedPage])[],
  ): void {
    const before = this.state.ledger(accountId);
    this.#undo.push(() => this.state.ledgers.set(accountId, before));
    this.state.ledgers.set(accountId, ledger);
    for (const [firstItemKey, page] of added) this.changes.push([`rows:${accountId}`, firstItemKey, page]);
  }

  deleteRow(accountId: string, itemKey: string): void {
    const ledger = this.state.ledger(accountId);
    const before = ledger.get(itemKey);
    if (!before) return;
    if (sequenceOf(itemKey) === itemKeySequence(this.state, accountId)) this.#keepSequence(accountId);
    this.#apply(
      [`ledger:${accountId}`, itemKey, null],
      [`ledger:${accountId}`, itemKey, Ledger.persist(before)],
    );
  }

  /** Says in words what the operation did, for the log entry of the request that caused it. */
  report(type: string, members: Omit<Effect, 'at' | 'type'> = {}, at: Instant = this.now): void {
    this.effects.push({ at: toTimestamp(at), type, ...members });
  }

  undo(): void {
    for (const undo of this.#undo.reverse()) undo();
    this.#undo.length = 0;
    this.changes.length = 0;
    this.effects.length = 0;
  }

  #apply(change: Change, inverse: Change): void {
    this.#undo.push(() => this.state.apply(inverse));
    this.state.apply(change);
    this.changes.push(change);
  }

  /**
   * Takes an account's statement away as a whole. That the account goes says it all: a change for each
   * row would make deleting a long statement, and every replay of it, take as long as booking it.
   */
  #dropLedger(accountId: string): void {
    const ledger = this.state.ledgers.get(accountId);
    if (!ledger) return;
    if (ledger.size > 0) this.#keepSequence(accountId);
    this.#undo.push(() => this.state.ledgers.set(accountId, ledger));
  }

  /**
   * A key that a partner has seen must never come back for another row, not even after a restart that
   * no longer finds it in the ledger: so the count outlives the rows.
   */
  #keepSequence(accountId: string): void {
    this.put('facts', itemKeySequenceFact(accountId), { value: itemKeySequence(this.state, accountId) });
  }
}

/** Runs operations one at a time and answers only when their changes are durable. */
export class UnitOfWork {
  readonly clock: Clock;
  readonly #sink: ChangeSink;
  #state: BankState;

  constructor(state: BankState, clock: Clock, sink: ChangeSink) {
    this.#state = state;
    this.clock = clock;
    this.#sink = sink;
  }

  /** The bank's memory as it stands. Another object after {@link exchange}. */
  get state(): BankState {
    return this.#state;
  }

  /**
   * Gives the bank another memory and the clock that belongs to it, in one turn.
   *
   * @returns what makes the present ones its own again.
   */
  exchange(state: BankState, setting: ClockSetting): () => void {
    const before = this.#state;
    const settingBefore = this.clock.setting;
    this.#state = state;
    this.clock.set(setting);
    return () => {
      this.#state = before;
      this.clock.set(settingBefore);
    };
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
    for (let wait = this.#sink.writable(); wait; wait = this.#sink.writable()) await wait;
    const setting = this.clock.setting;
    const tx = new Transaction(this.#state, this.clock.now());
    const commit = () => this.#commit(tx, setting, onEffects);
    let value: Value;
    try {
      value = operation(tx);
    } catch (error) {
      if (error instanceof Refusal && error.keepsChanges) await commit();
      else tx.undo();
      throw error;
    }
    await commit();
    return value;
  }

  /** What can't even be recorded never was: nothing stays that no restart would find. */
  #append(changes: readonly Change[], undo: () => void): Entry {
    try {
      return this.#sink.append(changes, undo);
    } catch (error) {
      undo();
      throw error;
    }
  }

  async #commit(
    tx: Transaction,
    settingBefore: ClockSetting,
    onEffects: ((effects: Effect[]) => void) | undefined,
  ): Promise<void> {
    const { changes, effects } = tx;
    if (changes.length > 0) {
      const undo = () => {
        tx.undo();
        this.clock.set(settingBefore);
      };
      await this.#append(changes, undo).done;
    }
    if (effects.length > 0) onEffects?.(effects);
  }
}
