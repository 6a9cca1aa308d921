// @ts-check
/**
 * A test runner for Stryker that is many times quicker than its own for vitest, which starts a worker and loads every
 * module anew for each of thousands of mutants. This one bundles the tests once, loads the bundle, and calls the tests
 * that reach a mutant, the quickest first. For a mutant in what runs while modules load, it loads the bundle again.
 *
 * It knows of vitest what these tests use of it: `describe`, `it`, `it.each`, `it.skipIf` and `expect` without snapshots.
 * A test that needs more makes the first run, without a mutant, fail. `stryker run --testRunner vitest` does the same slowly.
 */
import { commonTokens, declareFactoryPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin'
import { determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'
import * as fc from 'fast-check'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { format } from 'node:util'
import { expect } from 'vitest'

/** @typedef {{ readonly id: string, readonly name: string, readonly fileName: string, readonly run: () => unknown }} Test */

/** Where the instrumented code looks for the active mutant; see `INSTRUMENTER_CONSTANTS` of Stryker's API. */
const namespace = '__stryker__'
/** Where the bundle finds the functions that register tests. */
const registry = '__quickRunner__'

/** What the first run tells the other processes: how long each test takes. In the sandbox, which goes away. */
const timesFile = 'quick-runner-times.json'

/** A mutant in what runs while modules load may be noticed by any test, so all would have to be run; those that take longer than this are left out. */
const longestForStaticMs = 200

const { include, slow, remembering } = JSON.parse(readFileSync(new URL('tests.json', import.meta.url), 'utf8'))

/** @returns {ReadonlyArray<string>} */
const testFiles = () => {
  const starts = process.env['MUTATION_TESTS']?.split(',') ?? include
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file}`)
    .filter((file) => file.endsWith('.test.ts') && starts.some((/** @type {string} */ start) => file.startsWith(start)) && !slow.includes(file))
    .sort()
}

/** In place of `vitest` in the bundle, and of a file that says which test file is next. */
const shim = {
  name: 'vitest-shim',
  /** @param {import('esbuild').PluginBuild} b */
  setup: (b) => {
    b.onResolve({ filter: /^vitest$/ }, () => ({ path: 'vitest', namespace: 'shim' }))
    b.onLoad({ filter: /.*/, namespace: 'shim' }, () => ({ contents: `export const { describe, it, test, expect } = globalThis.${registry}`, loader: 'js' }))
    b.onResolve({ filter: /^next:/ }, ({ path }) => ({ path: path.slice('next:'.length), namespace: 'next' }))
    b.onLoad({ filter: /.*/, namespace: 'next' }, ({ path }) => ({ contents: `globalThis.${registry}.file = ${JSON.stringify(path)}`, loader: 'js' }))
  }
}

/** @param {ReadonlyArray<unknown>} args */
const functionIn = (args) => /** @type {(...a: ReadonlyArray<unknown>) => unknown} */ (args.find((a) => typeof a === 'function'))

/** The functions of vitest that register tests, and what they registered. */
const collector = () => {
  /** @type {Map<string, Test>} */
  const tests = new Map()
  /** @type {Array<string>} */
  const suites = []
  const none = () => {}
  /** @param {(name: string, run: () => unknown) => void} register */
  const withVariants = (register) => {
    /** @type {any} */
    const fn = (/** @type {string} */ name, /** @type {ReadonlyArray<unknown>} */ ...rest) => register(name, functionIn(rest))
    fn.skipIf = (/** @type {boolean} */ skipped) => (skipped ? none : fn)
    fn.each = (/** @type {ReadonlyArray<unknown>} */ rows) => (/** @type {string} */ name, /** @type {ReadonlyArray<unknown>} */ ...rest) =>
      rows.forEach((row, i) => {
        const args = Array.isArray(row) ? row : [row]
        register(`${format(name.replaceAll('%#', String(i)), ...args.slice(0, (name.match(/%[sdifjo]/g) ?? []).length)).slice(0, 200)} [${i}]`, () => functionIn(rest)(...args))
      })
    return fn
  }
  const it = withVariants((name, run) => {
    const whole = [...suites, name].join(' ')
    const fileName = resolve(self.file)
    let id = `${fileName}#${whole}`
    while (tests.has(id)) id += ' again'
    tests.set(id, { id, name: whole, fileName, run })
  })
  const describe = withVariants((name, run) => {
    suites.push(name)
    run()
    suites.pop()
  })
  const self = { describe, it, test: it, expect, file: '', tests }
  return self
}

class QuickRunner {
  /** @type {ReadonlyMap<string, Test>} */
  #tests = new Map()
  /** By the id of a test, without a mutant. @type {Map<string, number>} */
  #times = new Map()
  #loads = 0
  /** Whether the modules were loaded with a mutant active. */
  #spoiled = true
  #bundle = `quick-runner-${process.pid}.mjs`

  /** @returns {any} */
  get #stryker() {
    return (/** @type {any} */ (globalThis)[namespace] ??= {})
  }

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init() {
    Object.assign(process.env, { TZ: 'America/New_York', LAWS_NO_SHRINK: '1', MAX_RUNS: process.env['MAX_RUNS'] ?? '20' })
    fc.configureGlobal({ seed: Number(process.env['LAWS_SEED'] ?? 20_261_124), endOnFailure: true })
    await build({
      stdin: { contents: testFiles().map((file) => `import 'next:${file}'\nimport './${file}'`).join('\n'), resolveDir: process.cwd(), loader: 'ts' },
      // Absolute, because esbuild remembers the folder in which it was loaded, which is another.
      outfile: resolve(this.#bundle),
      bundle: true,
      format: 'esm',
      target: 'node20',
      platform: 'node',
      packages: 'external',
      // The package says that its modules have no side effects; tests have.
      ignoreAnnotations: true,
      logLevel: 'error',
      plugins: [shim]
    })
  }

  async #load() {
    const collected = collector()
    Object.assign(globalThis, { [registry]: collected })
    await import(`file://${resolve(this.#bundle)}?${this.#loads++}`)
    this.#tests = collected.tests
  }

  /**
   * @param {ReadonlyArray<Test>} tests
   * @param {(test: Test, ms: number) => void} after
   * @param {boolean} bail
   */
  async #run(tests, after, bail) {
    /** @type {Array<import('@stryker-mutator/api/test-runner').TestResult>} */
    const results = []
    for (const test of tests) {
      const { id, name, fileName } = test
      const began = performance.now()
      /** @type {string | null} */
      let failure = null
      this.#stryker.currentTestId = id
      try {
        await test.run()
      } catch (e) {
        failure = e instanceof Error ? e.message.slice(0, 500) : String(e)
      }
      this.#stryker.currentTestId = undefined
      const timeSpentMs = performance.now() - began
      after(test, timeSpentMs)
      results.push(failure === null ? { id, name, fileName, timeSpentMs, status: TestStatus.Success } : { id, name, fileName, timeSpentMs, status: TestStatus.Failed, failureMessage: failure })
      if (failure !== null && bail) break
    }
    return results
  }

  async dryRun() {
    this.#stryker.activeMutant = undefined
    await this.#load()
    this.#spoiled = false
    const tests = await this.#run([...this.#tests.values()], (test, ms) => this.#times.set(test.id, ms), false)
    writeFileSync(timesFile, JSON.stringify([...this.#times]))
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#stryker.mutantCoverage }
  }

  /** @param {ReadonlyArray<string> | undefined} ids */
  #quickestFirst(ids) {
    const timeOf = (/** @type {Test} */ test) => this.#times.get(test.id) ?? 0
    const chosen = ids === undefined ? [...this.#tests.values()] : ids.flatMap((id) => this.#tests.get(id) ?? [])
    return { chosen: chosen.sort((a, b) => timeOf(a) - timeOf(b)), timeOf }
  }

  /** @param {import('@stryker-mutator/api/test-runner').MutantRunOptions} options */
  async mutantRun({ activeMutant, mutantActivation, hitLimit, testFilter }) {
    // What such a module remembers of the runs before would hide the mutant, and what it remembers of this one would spoil the next.
    const remembers = remembering.some((/** @type {string} */ folder) => activeMutant.fileName.replaceAll('\\', '/').includes(`/${folder}`))
    if (remembers) this.#spoiled = true
    if (this.#times.size === 0) this.#times = new Map(JSON.parse(readFileSync(timesFile, 'utf8')))
    const isStatic = mutantActivation === 'static'
    Object.assign(this.#stryker, { hitCount: 0, hitLimit })
    try {
      if (isStatic || this.#spoiled) {
        this.#stryker.activeMutant = isStatic ? activeMutant.id : undefined
        this.#spoiled = isStatic
        await this.#load()
      }
      this.#stryker.activeMutant = activeMutant.id
      const { chosen, timeOf } = this.#quickestFirst(testFilter)
      const tests = await this.#run(isStatic ? chosen.filter((test) => timeOf(test) < longestForStaticMs) : chosen, () => {}, true)
      return toMutantRunResult(determineHitLimitReached(this.#stryker.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests })
    } catch (e) {
      // With some mutants the modules do not even load.
      return toMutantRunResult({ status: DryRunStatus.Complete, tests: [{ id: 'load', name: 'the modules load', timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(e) }] })
    } finally {
      if (remembers) this.#spoiled = true
      this.#stryker.activeMutant = undefined
    }
  }

  dispose() {
    rmSync(this.#bundle, { force: true })
    return Promise.resolve()
  }
}

const makeQuickRunner = () => new QuickRunner()
makeQuickRunner.inject = tokens(commonTokens.options)

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'quick', makeQuickRunner)]
