/** Runs the contract suite of one port on a developer's harness. Nothing that the harness or the port does stops the rest. */
import { type ContractCase, ContractFailure, type Disposable } from '../../testing/contracts/contract-case'
import { crmContract } from '../../testing/contracts/crm-contract'
import { mailboxContract } from '../../testing/contracts/mailbox-contract'
import { storeContract } from '../../testing/contracts/store-contract'
import { harnessFaults, type HarnessOf } from './harness-shape'
import { type Broken, broken, harnessItself, type PortName, type PortReport, type Sentence, type Verdict } from './sentence'
import type { Strays } from './strays'
import { showThrown } from './thrown'

export interface RunOptions {
  /** The file of the module, for places in what it throws. */
  readonly module: string
  /** Milliseconds that a case may take. */
  readonly timeoutMs: number
  /** Which cases, by their names. */
  readonly wanted: (name: string) => boolean
  readonly strays: Strays
  readonly onCase: () => void
}

/** The suite of a port, on what a module exports under its name. */
const suiteOf = (port: PortName, make: () => Promise<unknown>): ReadonlyArray<ContractCase> => {
  switch (port) {
    case 'crm':
      return crmContract(make as () => Promise<HarnessOf['crm']>)
    case 'mailbox':
      return mailboxContract(make as () => Promise<HarnessOf['mailbox']>)
    case 'store':
      return storeContract(make as () => Promise<HarnessOf['store']>)
  }
}

const nobody = (): Promise<never> => Promise.reject(new Error('no harness'))

/** The cases of a port that are wanted. */
export const wantedCases = (port: PortName, wanted: RunOptions['wanted']): ReadonlyArray<ContractCase> => suiteOf(port, nobody).filter((c) => wanted(c.name))

/** Why a case failed. */
const brokenBy = (e: unknown, module: string): Broken => (e instanceof ContractFailure ? broken(e.what, e.expected, e.came) : broken('the case', 'no throw', showThrown(e, module)))

/** One turn of the event loop later: by then, what nobody caught has been told. */
const aTurnLater = <A>(a: A): Promise<A> => new Promise((resolve) => setImmediate(resolve, a))

/** How long a call may go on, in milliseconds, once an error was let go of: long enough to end by itself, so that nothing of it is counted against the next. */
const graceMs = 1000

/** A call that ends in time, one way or the other, whatever it does. An error that nobody caught counts before everything else: the rest may follow from it. */
const inTime = async <A>(call: () => Promise<A>, o: RunOptions): Promise<A> => {
  const strays: ContractFailure[] = []
  const timers: NodeJS.Timeout[] = []
  let tooLate: (e: ContractFailure) => void = () => undefined
  const late = new Promise<never>((_, reject) => {
    tooLate = reject
  })
  const endWithin = (ms: number): void => void timers.push(setTimeout(() => tooLate(new ContractFailure('the case', `an end within ${o.timeoutMs / 1000} s`, 'none')), ms))
  endWithin(o.timeoutMs)
  const deafen = o.strays.listen((e) => {
    strays.push(new ContractFailure('the adapter', 'no error that nobody catches', showThrown(e, o.module)))
    endWithin(graceMs)
  })
  const ended = Promise.race([call(), late])
  await ended.then(aTurnLater, aTurnLater)
  timers.forEach(clearTimeout)
  deafen()
  const [stray] = strays
  if (stray !== undefined) throw stray
  return ended
}

/** A harness of the right form, or a `ContractFailure` that says what is wrong with it. */
const checkedMake =
  (port: PortName, make: () => unknown, module: string) =>
  async (): Promise<Disposable> => {
    let harness: unknown
    try {
      harness = await make()
    } catch (e) {
      throw new ContractFailure(`the harness that ${port}() makes`, 'a fresh one for each case', showThrown(e, module))
    }
    const [fault] = harnessFaults(port, harness)
    if (fault !== undefined) throw new ContractFailure(fault.what, fault.expected, fault.came)
    return harness as Disposable
  }

const verdictOf = async (c: ContractCase, o: RunOptions): Promise<Verdict> => {
  try {
    return await inTime(c.run, o)
  } catch (e) {
    return brokenBy(e, o.module)
  }
}

const aboutHarness = (port: PortName, verdict: Broken): Sentence => ({ port, function: harnessItself, sentence: `${port}() makes a harness`, verdict })

/** Everything that is wrong with the first harness, which no case uses. */
const faultsOfFirst = async (port: PortName, make: () => unknown, o: RunOptions): Promise<ReadonlyArray<Broken>> => {
  try {
    const harness = await inTime(async () => make(), o)
    const faults = harnessFaults(port, harness)
    if (faults.length === 0) await inTime(async () => (harness as Disposable).dispose(), o)
    return faults
  } catch (e) {
    return [e instanceof ContractFailure ? brokenBy(e, o.module) : broken(`the harness that ${port}() makes`, 'a fresh one for each case', showThrown(e, o.module))]
  }
}

/** Runs the wanted cases, one after the other. */
export const runPort = async (port: PortName, exported: unknown, o: RunOptions): Promise<PortReport> => {
  const wanted = wantedCases(port, o.wanted)
  const make = typeof exported === 'function' ? (): unknown => (exported as () => unknown)() : null
  const faults = make === null ? [broken(`the export ${port}`, 'a function that makes a harness', `a value of type ${typeof exported}`)] : await faultsOfFirst(port, make, o)
  if (make === null || faults.length > 0) {
    wanted.forEach(o.onCase)
    return { port, sentences: faults.map((fault) => aboutHarness(port, fault)), notTried: wanted.length }
  }
  const sentences: Sentence[] = []
  for (const c of suiteOf(port, checkedMake(port, make, o.module)).filter(({ name }) => o.wanted(name))) {
    sentences.push({ port, function: c.function, sentence: c.sentence, verdict: await verdictOf(c, o) })
    o.onCase()
  }
  return { port, sentences, notTried: 0 }
}
