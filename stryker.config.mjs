// Mutation testing of what decides: `npm run mutation`. docs/mutation.md says what came of it.
// @ts-check
/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  mutate: [
    'src/core/**/*.ts',
    'src/rules/**/*.ts',
    'src/time/**/*.ts',
    '!src/**/index.ts'
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: false,
  incremental: true,
  incrementalFile: 'reports/mutation/incremental.json',
  concurrency: 2,
  timeoutMS: 20_000,
  timeoutFactor: 3,
  dryRunTimeoutMinutes: 15,
  disableTypeChecks: 'src/**/*.ts',
  reporters: ['clear-text', 'json', 'progress'],
  clearTextReporter: { reportTests: false, reportMutants: false, allowColor: false, logTests: false },
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['dist', 'tmp', 'bench', 'coverage', '*.db*', 'reports'],
  thresholds: { high: 95, low: 90, break: 85 }
}
