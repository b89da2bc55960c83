import { poisonWords } from '../../bank/catalogue/poisons.ts';
import { poisonNames, poisons, type PoisonName } from '../../bank/poison.ts';
import type { Drill } from './drill.ts';
import { ruleDrill } from './rule-drill.ts';

/** One drill for each poison: the next answer it fits into is poisoned, and the client watched. */
export const poisonDrills: readonly Drill[] = poisonNames.map((poison) => {
  const { title, hint } = poisonWords[poison];
  return ruleDrill({
    name: `poison-${poison}`,
    title: { ja: `誤った応答：${title.ja}`, en: `Poisoned answer: ${title.en}` },
    description: hint,
    parameters: { times: 1, ...partiesOf(poison) },
    match: () => (poison === 'refresh-subject' ? { grantType: 'refresh_token' } : {}),
    action: () => ({ poison }),
  });
});

/** Who asks for metadata, nobody knows. */
function partiesOf(poison: PoisonName): Drill['parameters'] {
  return poisons[poison].answer === 'metadata' ? {} : { clientId: 'optional', loginId: 'optional' };
}
