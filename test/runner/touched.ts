/** Which folder of integration tests is about which folder of the server. */
const testsOf: Readonly<Record<string, string>> = {
  authorization: 'protocol',
  control: 'control',
  'data-api': 'data-api',
  faults: 'faults',
  log: 'hostile',
  partner: 'partner',
};

export interface Touched {
  /** Programs and tests: what is linted, and what unit tests are looked up by. */
  readonly sources: readonly string[];
  /** Files of integration tests, to be run whole. */
  readonly integration: readonly string[];
}

/**
 * What a change touches of the tests. All of the integration tests import all of the server, so that
 * they go by name: those that changed, and those of the folder that is about a changed one.
 *
 * @param changed paths below the root of the repository, as `git` writes them
 * @param tests every file of the integration tests
 */
export function touchedBy(changed: readonly string[], tests: readonly string[]): Touched {
  const folders = new Set(
    changed.flatMap((file) => {
      const [top, folder = ''] = file.split('/');
      const about = top === 'server' ? testsOf[folder] : undefined;
      return about === undefined ? [] : [`test/integration/${about}/`];
    }),
  );
  const isTest = (file: string) => file.startsWith('test/integration/') && file.endsWith('.test.ts');
  const all = new Set([...tests, ...changed].filter(isTest));
  return {
    sources: changed.filter((file) => /\.(ts|tsx|mjs|cjs)$/.test(file)),
    integration: [...all].filter(
      (file) => changed.includes(file) || [...folders].some((folder) => file.startsWith(folder)),
    ),
  };
}
