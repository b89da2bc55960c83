// The arrows of the house: listeners → handlers → bank → storage interface. Checked by `npm run check`.

/** The rooms of the engine that speak HTTP, files or the outside. */
const ABOVE_BANK =
  '^server/(listeners|log|outgoing|faults|authorization|screens|data-api|control|conformance-suite|scenarios|storage|partner|cli)/|^server/(sandbox|context|engine-)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or hide a third. Types alone may point back.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'bank-is-pure',
      comment: 'The domain imports nothing above it: no HTTP, no files, no storage.',
      severity: 'error',
      from: { path: '^server/bank/' },
      to: { path: ABOVE_BANK },
    },
    {
      name: 'bank-uses-no-io',
      comment: 'No network, files or processes in the domain.',
      severity: 'error',
      from: { path: '^server/bank/' },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(http|https|net|tls|fs|fs/promises|child_process|worker_threads)$',
      },
    },
    {
      name: 'engine-knows-no-electron',
      comment: 'The engine also runs headless and in tests.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^electron/|node_modules/electron/' },
    },
    {
      name: 'engine-knows-no-console',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^renderer/' },
    },
    {
      name: 'console-knows-declarations-only',
      comment:
        'The console shares the control API’s declarations and the grammar of the log’s filter with the engine, and nothing else.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: {
        path: '^(server|electron)/',
        pathNot: '^server/(control/(operations/|operation[.]ts$)|log/filter(-fields)?[.]ts$)',
      },
    },
    {
      name: 'shell-knows-messages-only',
      comment: 'The desktop shell talks to the engine by messages; its tooling may build it.',
      severity: 'error',
      from: { path: '^electron/', pathNot: '^electron/runtime/' },
      to: { path: '^server/', pathNot: '^server/engine-messages[.]ts$' },
    },
    {
      name: 'partner-is-an-outsider',
      comment: 'The demo partner knows the bank by its issuer, as any client would.',
      severity: 'error',
      from: { path: '^server/partner/' },
      to: { path: '^server/', pathNot: '^server/partner/' },
    },
    {
      name: 'product-needs-no-tests',
      severity: 'error',
      from: { path: '^(server|electron|renderer)/' },
      to: { path: '^test/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|dist)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
