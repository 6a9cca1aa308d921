/** `verify`: proves somebody's adapter, sentence by sentence, with the contract suites of its port. */
import { resolve } from 'node:path'
import { UsageFailure } from '../fail'
import { quoted, say, sayJson, selfCommand } from '../output'
import { countBar } from '../count-bar'
import { loadModule } from './load-module'
import { runPort, wantedCases } from './run-port'
import { type PortName, portNames, type PortReport } from './sentence'
import { collectStrays } from './strays'
import { countsOf, nextThing, verifyLines } from './verify-text'

export interface VerifyFlags {
  readonly only?: string
  readonly port?: PortName
  /** Seconds that a case may take. */
  readonly timeout: string
  readonly json?: boolean
}

/** A timer takes no more milliseconds than this. */
const longestMs = 2 ** 31 - 1

const timeoutMsOf = (text: string): number => {
  const ms = Number(text) * 1000
  if (!(ms > 0 && ms <= longestMs)) throw new UsageFailure(`--timeout: got ${JSON.stringify(text)}, expected a number of seconds above 0`)
  return ms
}

/** What the module exports for the ports that are asked for. */
const exportedPorts = (file: string, exported: { readonly [name: string]: unknown }, port: PortName | undefined): ReadonlyArray<PortName> => {
  const there = portNames.filter((p) => exported[p] !== undefined)
  if (there.length === 0) throw new UsageFailure(`${file}: exports ${Object.keys(exported).join(', ') || 'nothing'}, expected a function named ${portNames.join(', ')} or several of them, each of which makes a harness`)
  if (port !== undefined && !there.includes(port)) throw new UsageFailure(`--port: got ${port}, which ${file} does not export, expected one of ${there.join(', ')}`)
  return port === undefined ? there : [port]
}

/** What the module prints goes to standard error, so that the list is alone on standard output. */
const keepOutputClean = (): void => {
  console.log = console.info = console.debug = (...all: ReadonlyArray<unknown>) => console.error(...all)
}

/** An adapter may leave a connection or a request that nobody waits for any longer; the command ends all the same. */
const endSoon = (): void => void setTimeout(() => process.exit(), 500).unref()

const verdictJson = (r: PortReport): ReadonlyArray<unknown> =>
  r.sentences.map(({ function: of, sentence, verdict }) => {
    switch (verdict._tag) {
      case 'Proved':
        return { function: of, sentence, verdict: 'proved' }
      case 'NotApplicable':
        return { function: of, sentence, verdict: 'not-applicable', because: verdict.because }
      case 'Broken':
        return { function: of, sentence, verdict: 'broken', what: verdict.what, expected: verdict.expected, got: verdict.came }
    }
  })

export const runVerify = async (file: string, f: VerifyFlags): Promise<void> => {
  const timeoutMs = timeoutMsOf(f.timeout)
  keepOutputClean()
  const exported = await loadModule(file)
  const ports = exportedPorts(file, exported, f.port)
  const text = f.only?.toLowerCase()
  const wanted = (name: string): boolean => text === undefined || name.toLowerCase().includes(text)
  const total = ports.reduce((n, p) => n + wantedCases(p, wanted).length, 0)
  if (total === 0) throw new UsageFailure(`--only: got ${JSON.stringify(f.only)}, which no sentence contains, expected a part of one`)

  const bar = countBar('sentences', total, f.json !== true)
  const strays = collectStrays()
  let done = 0
  const reports: PortReport[] = []
  for (const p of ports) reports.push(await runPort(p, exported[p], { module: resolve(file), timeoutMs, wanted, strays, onCase: () => bar.update(++done) }))
  strays.stop()
  bar.stop()

  const counts = countsOf(reports)
  const isPart = f.only !== undefined || f.port !== undefined
  if (f.json === true) sayJson({ module: file, ...counts, next: nextThing(reports, isPart), ports: Object.fromEntries(reports.map((r) => [r.port, verdictJson(r)])) })
  else for (const line of verifyLines(reports, `${selfCommand()} verify ${quoted(file)}`, isPart)) say(line)
  process.exitCode = counts.broken === 0 ? 0 : 1
  endSoon()
}
