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

class NothingToProve extends Error {}

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

const runCase = async <H extends Disposable>(make: () => Promise<H>, prove: (harness: H) => Promise<void>): Promise<ContractOutcome> => {
  const harness = await make()
  try {
    await prove(harness)
    return { _tag: 'Proved' }
  } catch (e) {
    if (e instanceof NothingToProve) return { _tag: 'NotApplicable', because: e.message }
    throw e
  } finally {
    await harness.dispose()
  }
}

/** Gives every case a harness of its own. */
export const casesWith = <H extends Disposable>(make: () => Promise<H>, drafts: ReadonlyArray<DraftCase<H>>): ReadonlyArray<ContractCase> =>
  drafts.map(({ name, prove }) => ({ name, run: () => runCase(make, prove) }))
