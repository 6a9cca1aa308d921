/** A contract suite is a list of cases that any test runner, or none, can run. */

/** What came of a case that did not fail. */
export type ContractOutcome =
  | { readonly _tag: 'Proved' }
  /** The port's capabilities, or what the harness can do, leave the case nothing to prove. */
  | { readonly _tag: 'NotApplicable'; readonly because: string }

/** One sentence of a port's doc comment, and how it is proved. */
export interface ContractCase {
  /** The sentence: the names of a suite read as a list of what an adapter has to do. */
  readonly name: string
  /** The function of the port that the sentence is about; {@link everyFunction} where it is about all of them. */
  readonly function: string
  /** The name without the function, for lists that are grouped by it. Effects stay: `CreateActivity: a second create …` of `write`. */
  readonly sentence: string
  /** Makes a harness of its own and disposes of it. Rejects, with a message that says what was expected and what came, if the sentence does not hold. */
  readonly run: () => Promise<ContractOutcome>
}

/** What every harness has. */
export interface Disposable {
  /** Called once at the end of each case, also of one that failed. */
  readonly dispose: () => Promise<void>
}

/** A case before it has a harness. */
export interface DraftCase<H> {
  readonly name: string
  readonly prove: (harness: H) => Promise<void>
}

/** What a sentence is about that is about no single function. */
export const everyFunction = 'every function'

/** What the name of a case begins with: `changes: …`, `openLinks and countOpenLinks: …`, `CreateActivity: …`. */
const heading = /^([A-Za-z]+)(?: and [A-Za-z]+)*: /

/** Effects, and what is persisted with them, are parts of `write`. */
const isPartOfWrite = (word: string): boolean => /^[A-Z]/.test(word) || word === 'commit'

const groupOf = (name: string): Pick<ContractCase, 'function' | 'sentence'> => {
  const [all = '', word = ''] = heading.exec(name) ?? []
  if (word === '') return { function: everyFunction, sentence: name }
  return isPartOfWrite(word) ? { function: 'write', sentence: name } : { function: word, sentence: name.slice(all.length) }
}

/** What a case fails with. Its message is `what: expected …, got …`. */
export class ContractFailure extends Error {
  constructor(
    readonly what: string,
    readonly expected: string,
    readonly came: string
  ) {
    super(`${what}: expected ${expected}, got ${came}`)
  }
}

/** Registered, so that a harness may call `notApplicable` of another copy of this package than the one that runs the suite. */
const nothingToProve: unique symbol = Symbol.for('outlook-crm-sync/nothing-to-prove')

class NothingToProve extends Error {
  readonly [nothingToProve] = true
}

/** Ends the case as not applicable. */
export const notApplicable = (because: string): never => {
  throw new NothingToProve(because)
}

/** The value, or the end of the case as not applicable where the harness does not have it. */
export const needed = <A>(value: A | undefined, what: string): A => value ?? notApplicable(`the harness has no ${what}`)

/** Ends the case as not applicable unless the capability is there. */
export const needs = (capability: boolean, what: string): void => {
  if (!capability) notApplicable(`the port does not ${what}`)
}

const outcomeOf = async <H>(harness: H, prove: (harness: H) => Promise<void>): Promise<ContractOutcome> => {
  try {
    await prove(harness)
    return { _tag: 'Proved' }
  } catch (e) {
    if (e instanceof Error && nothingToProve in e) return { _tag: 'NotApplicable', because: e.message }
    throw e
  }
}

const runCase = async <H extends Disposable>(make: () => Promise<H>, prove: (harness: H) => Promise<void>): Promise<ContractOutcome> => {
  const harness = await make()
  const proved = outcomeOf(harness, prove)
  // A harness that fails to end after a case that failed must not hide why that case failed.
  const [, disposed] = await Promise.allSettled([proved, proved.then(() => harness.dispose(), () => harness.dispose())])
  const outcome = await proved
  if (disposed.status === 'rejected') throw disposed.reason
  return outcome
}

/** Gives every case a harness of its own. */
export const casesWith = <H extends Disposable>(make: () => Promise<H>, drafts: ReadonlyArray<DraftCase<H>>): ReadonlyArray<ContractCase> =>
  drafts.map(({ name, prove }) => ({ name, ...groupOf(name), run: () => runCase(make, prove) }))
