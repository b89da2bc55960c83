/** The lives and businesses a ledger can be generated for. */
export const generatorProfiles = [
  'household',
  'household-busy',
  'overdrawn',
  'savings',
  'time-deposit',
  'instalment',
  'card-loan',
  'foreign',
  'tax-reserve',
  'company',
  'company-cheques',
] as const;
export type GeneratorProfile = (typeof generatorProfiles)[number];
