import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { authorizationRefusals } from '../../../server/bank/catalogue/authorization.ts';
import { customerRefusals } from '../../../server/bank/catalogue/customer.ts';
import { dataApiRefusals } from '../../../server/bank/catalogue/data-api.ts';
import { catalogue } from '../../../server/bank/catalogue/index.ts';
import { tokenCatalogue } from '../../../server/bank/catalogue/token.ts';

const folder = new URL('../../../server/bank/catalogue/', import.meta.url);

describe('the catalogue', () => {
  it('names each cause once: a second one of the same code would hide the first', async () => {
    const owners = new Map<string, string[]>();
    for (const file of readdirSync(folder)) {
      const room = (await import(new URL(file, folder).href)) as Record<string, unknown>;
      for (const [name, part] of Object.entries(room)) {
        if (!name.endsWith('Refusals') || typeof part !== 'object' || part === null) continue;
        for (const code of Object.keys(part)) owners.set(code, [...(owners.get(code) ?? []), file]);
      }
    }
    expect([...owners].filter(([, files]) => files.length > 1)).toEqual([]);
    expect([...owners.keys()].sort()).toEqual(Object.keys(catalogue).sort());
  });

  it.each(Object.entries(catalogue))('%s says what, why and what next in both languages', (code, entry) => {
    expect(code).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.spec).toMatch(/\S/);
    for (const text of [entry.message.ja, entry.hint.ja]) expect(text).toMatch(/[ぁ-んァ-ヶ一-龠]/);
    for (const text of [entry.message.en, entry.hint.en]) expect(text).toMatch(/^[^ぁ-んァ-ヶ]+$/);
  });

  it('keeps OAuth’s words to the characters RFC 6749 §5.2 allows', () => {
    const onTheWire = { ...authorizationRefusals, ...tokenCatalogue, ...customerRefusals };
    for (const [code, { wire, message }] of Object.entries(onTheWire)) {
      expect(message.en, code).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(wire, code).toMatch(/^([a-z_]+|WG_ERR_\d{3})$/);
    }
  });

  it('keeps the data API’s codes to ten alphanumerics or underlines', () => {
    for (const [code, { wire }] of Object.entries(dataApiRefusals)) {
      expect(wire, code).toMatch(/^[A-Za-z0-9_]{1,10}$/);
    }
  });
});
