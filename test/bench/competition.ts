import { Connection, type Answer } from './connection.ts';
import { medians, runRound, untilIdle, type Round, type Work } from './measure.ts';

/** One line of the table: a contestant's medians, and how they compare with the first one's. */
export interface Figure {
  contestant: string;
  perSecond?: number;
  p50Ms?: number;
  p99Ms?: number;
  cpuMicros?: number;
  memoryMb?: number;
  /** For how long, at most, the event loop could turn to nobody else. */
  blockMs?: number;
  /** The same in processor time of its thread, which other programs hardly disturb. */
  blockCpuMs?: number;
}
export interface Result {
  bench: string;
  figures: Figure[];
  /** Of the sandbox to each rival: throughput, or for times and memory how many times as much it takes. */
  ratios: Record<string, number>;
  /** The same for processor time per unit, which other programs hardly disturb: rival to sandbox. */
  cpuRatios?: Record<string, number>;
}

export interface Contestant {
  name: string;
  pid: number;
  workers: readonly Work[];
  /** Lays in what the next round uses up, e.g. codes to redeem; not measured. */
  prepare?: () => Promise<void>;
}

export interface Conditions {
  rounds: number;
  roundMs: number;
  connections: number;
  /** A folder for CPU profiles of the sandbox. */
  profileDir: string | undefined;
}

const WARM_UP_MS = 2_000;

/** Lets everybody run in turn, so that whatever else the machine does hits all of them alike. */
export async function compete(
  bench: string,
  { rounds, roundMs }: Conditions,
  contestants: readonly Contestant[],
): Promise<Result> {
  const measured = new Map<string, Round[]>(contestants.map(({ name }) => [name, []]));
  // Until the code is compiled and background work of the start (making keys) is over.
  for (const { pid, workers, prepare } of contestants) {
    await prepare?.();
    await runRound(workers, WARM_UP_MS, pid);
  }
  for (let round = 0; round < rounds; round++) {
    for (const { name, pid, workers, prepare } of contestants) {
      await prepare?.();
      await untilIdle(contestants.map((contestant) => contestant.pid));
      measured.get(name)?.push(await runRound(workers, roundMs, pid));
    }
  }
  const figures = [...measured].map(([contestant, of]) => ({ contestant, ...medians(of) }));
  const [sandbox, ...rivals] = figures;
  const toEach = (ratio: (rival: Round) => number) =>
    Object.fromEntries(rivals.map((rival) => [rival.contestant, ratio(rival)]));
  return {
    bench,
    figures,
    ratios: toEach(({ perSecond }) => (sandbox?.perSecond ?? NaN) / perSecond),
    cpuRatios: toEach(({ cpuMicros = NaN }) => cpuMicros / (sandbox?.cpuMicros ?? NaN)),
  };
}

export function openConnections(origin: string, { connections }: Conditions): Promise<Connection[]> {
  return Promise.all(Array.from({ length: connections }, () => Connection.open(origin)));
}

/** Sends the same bytes again and again. */
export function repeating(connection: Connection, request: string, status = 200): Work {
  return async () => {
    expectStatus(await connection.send(request), status);
  };
}

export function expectStatus(answer: Answer | undefined, status: number): asserts answer is Answer {
  if (answer?.status !== status) throw new Error(`${String(answer?.status)}: ${answer?.body ?? ''}`);
}
