// @ts-check
/**
 * Mutation testing of what decides: `npm run mutation`, or `npx stryker run --mutate 'src/rules/gates/*.ts'` for a part.
 * What came of it, and how to read it, is in docs/mutation.md.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  packageManager: 'npm',
  testRunner: 'quick',
  plugins: ['./scripts/mutation/quick-runner.mjs', '@stryker-mutator/vitest-runner'],
  // For `--testRunner vitest`.
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  // An index only names what a folder gives away.
  mutate: ['src/core/**/*.ts', 'src/rules/**/*.ts', 'src/time/**/*.ts', '!src/core/index.ts', '!src/rules/index.ts'],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  concurrency: 2,
  timeoutMS: 10_000,
  timeoutFactor: 1,
  dryRunTimeoutMinutes: 15,
  disableTypeChecks: 'src/**/*.ts',
  reporters: ['clear-text', 'json', 'progress'],
  clearTextReporter: { reportTests: false, reportMutants: false, allowColor: false, logTests: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'tmp', 'bench', 'coverage', '*.db*', 'reports'],
  warnings: { slow: false },
  thresholds: { high: 95, low: 90, break: 85 }
}
