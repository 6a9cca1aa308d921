/** The recent passes, with what each did, from the journal. */
import type { Instant } from '../../core/model/time'
import type { PassEnv } from '../../core/pass/env'
import { orStop } from '../../core/pass/port-call'
import { type ActionTag, actionTags } from '../../core/plan/plan'

/** One pass, as the journal tells of it. A pass that did nothing has left no entry, and is not listed. */
export interface PassSummary {
  readonly pass: string
  /** What began it: a pass or a transfer; an undo, and of which pass; the restore of a value, and of which entry; or the sending of an e-mail. */
  readonly kind: 'pass' | 'undo' | 'restore' | 'send'
  /** What it is an undo or a restore of; `null` for the others. */
  readonly of: string | null
  readonly from: Instant
  readonly to: Instant
  /** Effects by kind; one that was announced and then failed is counted too. */
  readonly actions: { readonly [T in ActionTag]: number }
  /** Changes to our own memory alone. */
  readonly remembered: number
  readonly notices: number
}

const prefixes = ['undo', 'restore'] as const

const kindOf = (pass: string, actions: { readonly [action: string]: number }): Pick<PassSummary, 'kind' | 'of'> => {
  const prefix = prefixes.find((p) => pass.startsWith(`${p}:`))
  if (prefix !== undefined) return { kind: prefix, of: pass.slice(prefix.length + 1) }
  return { kind: actions['SendEmail'] === undefined ? 'pass' : 'send', of: null }
}

export const listPasses = async (env: PassEnv, limit: number): Promise<ReadonlyArray<PassSummary>> =>
  (await orStop('store', 'listing passes', env.store.passes(env.scope, limit))).map(({ pass, from, to, actions }) => ({
    pass,
    ...kindOf(pass, actions),
    from,
    to,
    actions: Object.fromEntries(actionTags.map((t) => [t, actions[t] ?? 0])) as { readonly [T in ActionTag]: number },
    remembered: actions['Remember'] ?? 0,
    notices: actions['Notice'] ?? 0
  }))
