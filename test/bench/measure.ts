import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** One contestant's figures of one round. */
export interface Round {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** Processor time the server spent on one unit of work, where the system tells (Linux). */
  cpuMicros?: number;
}

/** Does one unit of work; called again and again, by one of the connections. False: nothing is left to do. */
export type Work = () => Promise<unknown>;

/** Runs each worker in a loop for `ms`, after a short warm-up, and counts what got done. */
export async function runRound(workers: readonly Work[], ms: number, pid: number): Promise<Round> {
  const latencies: number[] = [];
  await loop(workers, ms / 5, []);
  const cpuBefore = cpuMs(pid);
  const started = performance.now();
  await loop(workers, ms, latencies);
  const cpuAfter = cpuMs(pid);
  const seconds = (performance.now() - started) / 1_000;
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    ...(cpuBefore !== undefined &&
      cpuAfter !== undefined && { cpuMicros: ((cpuAfter - cpuBefore) * 1_000) / latencies.length }),
  };
}

/** So long a process must have used no processor time to count as idle, in ms: some ticks of the kernel's. */
const IDLE_MS = 60;
const IDLE_WITHIN_MS = 10_000;

/** Waits until none of the processes has anything left to do from before, e.g. rows of its log to write. */
export async function untilIdle(pids: readonly number[]): Promise<void> {
  const deadline = performance.now() + IDLE_WITHIN_MS;
  const used = (): number => pids.reduce((sum, pid) => sum + (cpuMs(pid) ?? 0), 0);
  for (let before = NaN, now = used(); now !== before && performance.now() < deadline; now = used()) {
    before = now;
    await setTimeout(IDLE_MS);
  }
}

/** User and system time of a process so far; unlike throughput, other programs hardly disturb it. */
export function cpuMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    // The kernel counts in hundredths of a second for every program (USER_HZ).
    return ticks * 10;
  } catch {
    return undefined;
  }
}

async function loop(workers: readonly Work[], ms: number, latencies: number[]): Promise<void> {
  const until = performance.now() + ms;
  await Promise.all(
    workers.map(async (work) => {
      for (let now = performance.now(); now < until;) {
        if ((await work()) === false) return;
        const after = performance.now();
        latencies.push(after - now);
        now = after;
      }
    }),
  );
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The medians of a contestant's rounds. */
export function medians(rounds: readonly Round[]): Round {
  const cpu = rounds.flatMap(({ cpuMicros }) => cpuMicros ?? []);
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
    ...(cpu.length > 0 && { cpuMicros: median(cpu) }),
  };
}
