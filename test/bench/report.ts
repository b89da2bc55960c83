import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MachineLacks } from '../runner/machine.ts';
import type { Result } from './competition.ts';

/** A bench, or some that share what they start. */
export interface Part {
  readonly name: string;
  /** Told one by one, so that each is kept as soon as it is there. */
  measure(): AsyncIterable<Result>;
  /** Ends what a part that broke off has left running. */
  cleanUp(): Promise<unknown>;
}

/** A part whose figures are missing, or missing in part, and why. */
interface Missing {
  readonly part: string;
  readonly because: string;
  /** Broken, not merely impossible on this machine. */
  readonly failed: boolean;
}

export interface Outcome {
  readonly results: readonly Result[];
  readonly missing: readonly Missing[];
}

/**
 * Measures one part after the other and keeps each result as soon as it is there. A part that this
 * machine lacks something for is named and left out; so is one that fails: no other suffers from it.
 *
 * @param keep called after each result, with everything so far
 */
export async function measureAll(
  parts: readonly Part[],
  say: (text: string) => void,
  keep: (outcome: Outcome) => void,
): Promise<Outcome> {
  const results: Result[] = [];
  const missing: Missing[] = [];
  const outcome = { results, missing };
  for (const part of parts) {
    try {
      for await (const result of part.measure()) {
        results.push(result);
        say(tableOf(result));
        keep(outcome);
      }
    } catch (error) {
      const because = error instanceof Error ? error.message : String(error);
      const failed = !(error instanceof MachineLacks);
      missing.push({ part: part.name, because, failed });
      say(`\n${part.name}\n  ${failed ? 'failed' : 'left out'}: ${because}\n`);
      keep(outcome);
    } finally {
      await part.cleanUp();
    }
  }
  return outcome;
}

/** Writes a file whole or not at all: a run that is interrupted leaves what it had. */
export function writeResults(folder: string, conditions: object, outcome: Outcome): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'latest.json');
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, `${JSON.stringify({ ...conditions, ...outcome }, undefined, 2)}\n`);
  renameSync(unfinished, file);
}

function tableOf({ bench, figures, ratios, cpuRatios = {} }: Result): string {
  const lines = figures.map(
    ({ contestant, perSecond, p50Ms, p99Ms, cpuMicros, memoryMb, blockMs, blockCpuMs }) => {
      const ratio = ratios[contestant];
      const cpuRatio = cpuRatios[contestant];
      return (
        `  ${contestant.padEnd(18)}` +
        (perSecond === undefined ? '' : `${perSecond.toFixed(0)}/s`.padStart(9)) +
        (p50Ms === undefined ? '' : `  p50 ${p50Ms.toFixed(2)} ms`) +
        (p99Ms === undefined ? '' : `  p99 ${p99Ms.toFixed(2)} ms`) +
        (cpuMicros === undefined ? '' : `  cpu ${cpuMicros.toFixed(0)} µs`) +
        (memoryMb === undefined ? '' : `${memoryMb.toFixed(0)} MB`.padStart(9)) +
        (blockMs === undefined ? '' : `  longest block ${blockMs.toFixed(0)} ms`) +
        (blockCpuMs === undefined ? '' : `, of processor time ${blockCpuMs.toFixed(0)} ms`) +
        (ratio === undefined ? '' : `   sandbox: ${ratio.toFixed(2)} ×`) +
        (cpuRatio === undefined ? '' : `, by cpu ${cpuRatio.toFixed(2)} ×`)
      );
    },
  );
  return `\n${[bench, ...lines].join('\n')}\n`;
}
