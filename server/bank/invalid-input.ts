import type { Bilingual, RefusalCode } from './catalogue/index.ts';
import { fillIn, Refusal, type RefusalDetails } from './refusal.ts';

/** One member of an input that can't be taken, where it is, and what to write instead. */
export interface InputFault {
  /** As it is written in JavaScript: `redirect_uris[0]`. Empty: the input as a whole. */
  readonly path: string;
  /** Names the kind of fault where a program may want to tell them apart. */
  readonly code?: string;
  readonly message: Bilingual;
}

/** An input that breaks a rule of the bank, with every fault found and not just the first. */
export class InvalidInput extends Refusal {
  #faults: readonly InputFault[];

  constructor(
    faults: readonly InputFault[],
    code: RefusalCode = 'invalid_input',
    details: RefusalDetails = {},
  ) {
    super(code, { count: faults.length, ...details });
    this.name = 'InvalidInput';
    this.#faults = faults;
  }

  get faults(): readonly InputFault[] {
    return this.#faults;
  }

  override withholdSecrets(hide: (text: string) => string): void {
    super.withholdSecrets(hide);
    this.#faults = this.#faults.map(({ path, message, ...fault }) => ({
      ...fault,
      path: hide(path),
      message: { ja: hide(message.ja), en: hide(message.en) },
    }));
  }
}

/** A refusal of the bank, saying which member of an input it is about. */
export function inputRefused({ code, details, entry }: Refusal, path: string): InvalidInput {
  const message = { ja: fillIn(entry.message.ja, details), en: fillIn(entry.message.en, details) };
  return new InvalidInput([{ path, message }], code, details);
}

/** @throws InvalidInput when there is any fault. */
export function refuseFaults(faults: readonly InputFault[], code?: RefusalCode): void {
  if (faults.length > 0) throw new InvalidInput(faults, code);
}
