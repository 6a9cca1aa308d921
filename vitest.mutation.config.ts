/** What `stryker run --testRunner vitest` runs: only what judges core, rules and time, the quickest first, because the first failure ends the run of a mutant. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { defineConfig } from 'vitest/config'
import tests from './scripts/mutation/tests.json' with { type: 'json' }

const chosen = process.env['MUTATION_TESTS']?.split(',') ?? tests.include

/** Tried last. */
const late = ['/occurrences.test.ts', '/properties/', '/pass/', 'test/sync', 'test/laws']
const rankOf = (file: string): number => late.findIndex((part) => file.includes(part)) + 1

class QuickestFirst extends BaseSequencer {
  override async sort(files: Array<TestSpecification>): Promise<Array<TestSpecification>> {
    return [...files].sort((a, b) => rankOf(a.moduleId) - rankOf(b.moduleId) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

export default defineConfig({
  test: {
    include: chosen.map((start) => (start.endsWith('/') ? `${start}**/*.test.ts` : `${start}*.test.ts`)),
    exclude: tests.slow,
    setupFiles: ['test/seed.ts', 'test/no-shrinking.ts'],
    sequence: { sequencer: QuickestFirst },
    // Every mutant has a worker of its own anyway; within it, the modules are loaded once for all test files.
    isolate: false,
    testTimeout: 60_000,
    env: { TZ: 'America/New_York', LAWS_NO_SHRINK: '1', LAWS_SEED: process.env['LAWS_SEED'] ?? '20261124', MAX_RUNS: process.env['MAX_RUNS'] ?? '20' }
  }
})
