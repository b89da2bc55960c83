/** The banks a customer can choose from. Only the sandbox's answers; the others show what a list looks like. */
export const banks = [
  { id: 'sandbox', name: { ja: 'サンプル信用金庫', en: 'Sample Shinkin Bank' }, available: true },
  {
    id: 'example-1',
    name: { ja: '見本信用金庫（準備中）', en: 'Specimen Shinkin Bank (soon)' },
    available: false,
  },
  { id: 'example-2', name: { ja: 'ひながた銀行（準備中）', en: 'Template Bank (soon)' }, available: false },
] as const;

/** The one bank this demo is registered with. */
export const linkedBank = banks[0];
