import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Clock } from '../../../server/bank/clock.ts';
import { defaultSettings } from '../../../server/bank/institution-profiles.ts';
import { changeSettings } from '../../../server/bank/settings.ts';
import { BankState } from '../../../server/bank/state.ts';
import { Transaction } from '../../../server/bank/transaction.ts';
import { settingsPatch, type SettingsPatch } from '../../../server/control/operations/schemas/settings.ts';
import { applyScenario, loadScenario } from '../../../server/scenarios/scenario.ts';
import { exportedScenario } from '../../harness/exported-scenario.ts';
import '../../harness/property-seed.ts';

const NOW = Date.parse('2027-02-20T13:04:05+09:00');

/** As JSON Schema says it (draft 2020-12), as far as the settings go. */
interface Member {
  type?: string;
  enum?: string[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Member>;
  required?: string[];
  items?: Member;
  anyOf?: Member[];
  const?: string;
  /** To a definition beside. */
  $ref?: string;
}

/** What fits a pattern, for no generator can know; the first and the last where they have an order. */
const samples: Readonly<Record<string, readonly string[]>> = {
  '^(?:[01]\\d|2[0-3]):[0-5]\\d$': ['00:00', '23:59'],
  '^#[0-9a-fA-F]{6}$': ['#000000', '#ffFFff'],
  '^\\d{4}$': ['0000', '9999'],
  '^\\d{3}$': ['000', '999'],
};

/** The smallest and the largest that a member may be, in words of the bank's own characters. */
function limitsOf(member: Member): fc.Arbitrary<unknown> {
  if (member.$ref !== undefined) return limitsOf(definition(member.$ref.slice('#/$defs/'.length)));
  if (member.anyOf) return fc.oneof(...member.anyOf.map(limitsOf));
  if (member.const !== undefined) return fc.constant(member.const);
  if (member.enum) return fc.constantFrom(...member.enum);
  if (member.type === 'boolean') return fc.boolean();
  if (member.type === 'integer') return fc.constantFrom(member.minimum, member.maximum);
  if (member.type === 'string') return textsOf(member);
  if (member.type === 'array') return listsOf(member);
  const members = Object.entries(member.properties ?? {}).map(
    ([name, one]) => [name, limitsOf(one)] as const,
  );
  return fc.record(Object.fromEntries(members), { requiredKeys: member.required ?? [] });
}

function textsOf({ pattern = '', format, minLength = 0, maxLength }: Member): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.constantFrom('2027-03-01T00:00:00+09:00', '2027-03-01T00:00:00.123Z');
  const known = samples[pattern];
  if (known) return fc.constantFrom(...known);
  if (pattern !== '' || maxLength === undefined) throw new Error(`no sample of ${pattern}`);
  return fc.constantFrom('a'.repeat(minLength), '信'.repeat(maxLength), '"'.repeat(maxLength));
}

function listsOf({ items = {}, minItems = 0, maxItems = 0 }: Member): fc.Arbitrary<unknown[]> {
  return limitsOf(items).chain((item) =>
    fc.constantFrom(minItems, maxItems).map((length) => Array.from({ length }, () => item)),
  );
}

/** What the members can't say each for itself: branches have codes of their own, an end follows. */
function consistent(patch: SettingsPatch): SettingsPatch {
  const { institution, maintenance } = patch;
  return {
    ...patch,
    ...(institution && {
      institution: {
        ...institution,
        ...(institution.profile !== undefined && { profile: 'own' }),
        ...(institution.branches && {
          branches: institution.branches.map((branch, index) => ({
            ...branch,
            code: String(index).padStart(3, '0'),
          })),
        }),
      },
    }),
    ...(maintenance && {
      maintenance: maintenance.map((one) => ({ ...one, to: '2027-03-02T05:00:00+09:00' })),
    }),
  };
}

/** The schema has an id and so stands among the definitions. */
const { $defs } = z.toJSONSchema(settingsPatch, { io: 'input' }) as { $defs: Record<string, Member> };
const schema = definition('SettingsPatch');

function definition(name: string): Member {
  const found = $defs[name];
  if (!found) throw new Error(`no definition of ${name}`);
  return found;
}

async function loaded(text: string): Promise<BankState> {
  const contents = await loadScenario(JSON.parse(text), NOW);
  return applyScenario(contents, new Clock({ mode: 'frozen', at: NOW }));
}

describe('settings at the limits of what can be set', () => {
  it('are exported, loaded and exported again as the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(limitsOf(schema), { minLength: 1, maxLength: 3 }), async (patches) => {
        const state = new BankState();
        state.settings.put('current', structuredClone(defaultSettings));
        for (const patch of patches) {
          const change = settingsPatch.parse(consistent(patch as SettingsPatch));
          changeSettings(new Transaction(state, NOW), change);
        }
        const exported = await exportedScenario(state);
        const copy = await loaded(exported);
        expect(copy.settings.get('current')).toEqual(state.settings.get('current'));
        expect(await exportedScenario(copy)).toBe(exported);
      }),
      { numRuns: 40 },
    );
  });

  it('are those of the control API, all of them', () => {
    const names = Object.keys(schema.properties ?? {}).sort();
    expect(names).toEqual(Object.keys(defaultSettings).sort());
  });
});
