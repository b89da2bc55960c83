import { setTimeout as pause } from 'node:timers/promises';
import { ANY_PORTS, ServeProcess } from '../harness/serve-process.ts';
import { Bank } from './bank.ts';
import { Load } from './load.ts';
import { Seeded } from './seeded.ts';
import { World, type Wrong } from './world.ts';

export interface Summary {
  kills: number;
  acknowledged: number;
  lost: number;
  half: number;
  shown: number;
  refusedStarts: number;
  /** Answers that nothing asks for, ends with another code than 0, hangs. */
  otherProblems: number;
  seed: number;
}

export interface CampaignOptions {
  dataDir: string;
  kills: number;
  seed: number;
  /** Told of everything that goes wrong, with its history. */
  report: (text: string) => void;
}

/** How long the load runs before a kill: from the first answers to some compactions. */
const SHORTEST_LIFE_MS = 30;
const LONGEST_LIFE_MS = 500;
/** Every so many lives are ended while starting, and by SIGTERM. */
const START_KILLED_EVERY = 8;
const TERMINATED_EVERY = 10;

/**
 * Lives and deaths of one data directory: starts a sandbox, lets callers change everything at once,
 * kills it at a moment of chance, starts it again and judges what is there.
 */
export async function runCampaign({ dataDir, kills, seed, report }: CampaignOptions): Promise<Summary> {
  const summary: Summary = {
    kills: 0,
    acknowledged: 0,
    lost: 0,
    half: 0,
    shown: 0,
    refusedStarts: 0,
    otherProblems: 0,
    seed,
  };
  const random = new Seeded(seed);
  const world = new World();
  const tell = (found: readonly Wrong[]) => {
    for (const { kind, history } of found) {
      summary[kind] += 1;
      report(`${kind}: ${history}`);
    }
  };
  const problem = (text: string) => {
    summary.otherProblems += 1;
    report(text);
  };

  let { serve, bank } = await start(dataDir);
  try {
    const load = await Load.prepare(bank, world, random);
    while (summary.kills < kills) {
      const life = load.run(bank);
      await pause(random.between(SHORTEST_LIFE_MS, LONGEST_LIFE_MS));
      if (random.between(1, TERMINATED_EVERY) === 1) {
        const code = await serve.end('SIGTERM');
        if (code !== 0) problem(`SIGTERM: ended with ${String(code)}: ${serve.stderr}`);
      } else {
        await serve.end('SIGKILL');
        summary.kills += 1;
      }
      for (const text of await life) problem(text);
      if (random.between(1, START_KILLED_EVERY) === 1) {
        await killWhileStarting(dataDir, random);
        summary.kills += 1;
      }
      try {
        ({ serve, bank } = await start(dataDir));
      } catch (error) {
        summary.refusedStarts += 1;
        report(String(error));
        break;
      }
      tell(await judge(bank, load, world));
    }
  } finally {
    await serve.end();
  }
  return { ...summary, acknowledged: world.acknowledged };
}

async function start(dataDir: string): Promise<{ serve: ServeProcess; bank: Bank }> {
  const serve = new ServeProcess(argumentsFor(dataDir), 'build/server/cli.js');
  return { serve, bank: new Bank(await serve.ready()) };
}

async function killWhileStarting(dataDir: string, random: Seeded): Promise<void> {
  const serve = new ServeProcess(argumentsFor(dataDir), 'build/server/cli.js');
  // Nobody waits for its being ready, and that it is not is no failure.
  serve.ready().catch(() => undefined);
  await pause(random.between(50, LONGEST_LIFE_MS));
  await serve.end('SIGKILL');
}

function argumentsFor(dataDir: string): string[] {
  return [...ANY_PORTS, '--data', dataDir, '--scenario', 'blank'];
}

async function judge(bank: Bank, load: Load, world: World): Promise<Wrong[]> {
  const snapshots = await load.snapshots(bank);
  const sight = await load.lookAtAll(bank);
  // Using a token is a call of its owner: its history then says whether the answer can be.
  return world.judge(sight, snapshots, new Set(await load.refreshAll(bank)));
}
