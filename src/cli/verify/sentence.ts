/** What is found out about an adapter: a verdict on each sentence of its port's contract. */
import type { ContractCase } from '../../testing/contracts/contract-case'

export const portNames = ['crm', 'mailbox', 'store'] as const
export type PortName = (typeof portNames)[number]

export type Verdict =
  | { readonly _tag: 'Proved' }
  /** The port's capabilities, or what the harness cannot do, leave nothing to prove. */
  | { readonly _tag: 'NotApplicable'; readonly because: string }
  | Broken

/** `what` was looked at, what was expected of it, and what came. */
export interface Broken {
  readonly _tag: 'Broken'
  readonly what: string
  readonly expected: string
  readonly came: string
}

export interface Sentence extends Pick<ContractCase, 'function' | 'sentence'> {
  readonly port: PortName
  readonly verdict: Verdict
}

/** What a sentence is filed under that is about the harness and not about the port. */
export const harnessItself = 'harness'

export interface PortReport {
  readonly port: PortName
  /** In the order of the suite. */
  readonly sentences: ReadonlyArray<Sentence>
  /** How many sentences were not tried, because there is no harness to try them on. */
  readonly notTried: number
}

export const broken = (what: string, expected: string, came: string): Broken => ({ _tag: 'Broken', what, expected, came })
