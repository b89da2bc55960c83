/** A bank's name in the languages of this partner. */
export interface BankName {
  readonly ja: string;
  readonly en: string;
}

/** A line of the list the customer chooses from. */
export interface ListedBank {
  readonly id: string;
  readonly name: BankName;
  readonly available: boolean;
}

/** Where a list would go on. Invented names: only the sandbox's bank answers. */
const others: readonly ListedBank[] = [
  {
    id: 'example-1',
    name: { ja: '見本信用金庫（準備中）', en: 'Specimen Shinkin Bank (soon)' },
    available: false,
  },
  { id: 'example-2', name: { ja: 'ひながた銀行（準備中）', en: 'Template Bank (soon)' }, available: false },
];

/** What the bank is called while it can't be asked. */
export const unnamedBank: BankName = { ja: '連携先の金融機関', en: 'Your bank' };

/** The banks a customer can choose from: the one this demo is registered with, by the name it gives itself. */
export function listedBanks(linked: BankName): readonly ListedBank[] {
  return [{ id: 'sandbox', name: linked, available: true }, ...others];
}
