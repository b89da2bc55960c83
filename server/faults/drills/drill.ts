import type { Bilingual } from '../../bank/catalogue/index.ts';
import type { Fault } from '../../bank/fault.ts';
import type { Effect } from '../../bank/state.ts';
import type { Instant } from '../../bank/time.ts';
import type { SandboxContext } from '../../context.ts';

/** What a drill can be told; each takes some of them. */
export interface DrillParameters {
  clientId?: string;
  loginId?: string;
  minutes?: number;
  times?: number;
  page?: number;
  delayMs?: number;
  status?: number;
}
export type DrillParameterName = keyof DrillParameters;

/** How a drill ends, and what it has put up. */
export interface DrillStart {
  readonly faults?: readonly Fault[];
  readonly endsWhen: Bilingual;
  /** By the bank's clock. */
  readonly endsAt?: Instant;
}

/** A failure to be rehearsed on demand, by anybody's customers. */
export interface Drill {
  readonly name: string;
  readonly title: Bilingual;
  readonly description: Bilingual;
  /** A number: what it is when left out. `optional`: then it holds for all. */
  readonly parameters: Readonly<Partial<Record<DrillParameterName, number | 'optional' | 'required'>>>;
  /** Starts it; every change goes to `onEffects`. Parameters are sound, defaults filled in. */
  start(
    context: SandboxContext,
    parameters: DrillParameters,
    onEffects: (effects: Effect[]) => void,
  ): Promise<DrillStart>;
}
