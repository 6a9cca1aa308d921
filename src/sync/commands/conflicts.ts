/** What lost a conflict and may still be wanted (B17), from the journal. */
import type { Kind } from '../../core/model/fields'
import type { DecidedBy, JournalEntry, Loser } from '../../core/model/journal'
import type { Link } from '../../core/model/link'
import type { Instant } from '../../core/model/time'
import type { PassEnv } from '../../core/pass/env'
import { orStop } from '../../core/pass/port-call'
import { baseOn, digestOf, otherSide, wholeJournal, wrote } from './pair-now'

/** A value that lost. */
export interface LostValue {
  readonly field: string
  /** Where it stood. */
  readonly side: 'outlook' | 'crm'
  /** `null` also where it was private and is not kept. */
  readonly value: unknown
  /** Which policy decided, or the user's answer; `null` in entries of earlier releases. */
  readonly by: DecidedBy | null
  /** `open`: it can be restored, unless an edit that no pass has seen yet has touched the field. */
  readonly state: 'open' | 'restored' | 'touched-since' | 'link-closed'
}

export interface LostConflict {
  /** The journal's entry: what `restore` takes. */
  readonly entry: string
  readonly pass: string
  readonly at: Instant
  readonly kind: Kind
  readonly linkId: string
  readonly itemId: string
  readonly activityId: string
  readonly lost: ReadonlyArray<LostValue>
}

/** The pass under which a restore of an entry writes. */
export const restorePassOf = (entry: string): string => `restore:${entry}`

/** What was put aside by an undo or a restore is no conflict; it stands in the journal all the same. */
const isConflict = (l: Loser): boolean => l.by !== 'undo' && l.by !== 'restore'

const stateOf = (env: PassEnv, link: Link, e: JournalEntry, l: Loser, later: ReadonlyArray<JournalEntry>): LostValue['state'] => {
  const restored = restorePassOf(e.id)
  const lost = digestOf(env, link.kind, l.field, l.value)
  if (baseOn(link, l.side, l.field) === lost && later.some((x) => x.pass === restored && wrote(x, l.field))) return 'restored'
  if (link.state === 'closed') return 'link-closed'
  if (later.some((x) => x.pass !== restored && x.pass !== e.pass && x.action !== 'Notice' && wrote(x, l.field))) return 'touched-since'
  const agreed = e.wrote?.fields[l.field]
  return agreed !== undefined && baseOn(link, otherSide(l.side), l.field) !== agreed ? 'touched-since' : 'open'
}

/** Newest first. From our memory alone: neither side is asked. */
export const listConflicts = async (env: PassEnv, { all, limit }: { readonly all: boolean; readonly limit: number }): Promise<ReadonlyArray<LostConflict>> => {
  const entries = (await orStop('store', 'loading the journal', env.store.journal(env.scope, { withLosers: true, limit: wholeJournal }))).filter((e) => e.linkId !== null && e.losers.some(isConflict))
  const linkIds = [...new Set(entries.flatMap((e) => e.linkId ?? []))]
  if (linkIds.length === 0) return []
  const links = new Map((await orStop('store', 'loading links', env.store.links(env.scope, { ids: linkIds, itemIds: [], activityIds: [], identities: [] }))).map((l) => [l.id, l]))
  const histories = new Map<string, Array<JournalEntry>>()
  for (const e of await orStop('store', 'loading the journal', env.store.journal(env.scope, { linkIds, limit: wholeJournal }))) histories.set(e.linkId ?? '', [...(histories.get(e.linkId ?? '') ?? []), e])
  return entries
    .flatMap((e): ReadonlyArray<LostConflict> => {
      const link = links.get(e.linkId ?? '')
      if (link === undefined) return []
      const history = histories.get(link.id) ?? []
      const later = history.slice(0, Math.max(0, history.findIndex((x) => x.id === e.id)))
      const lost = e.losers.filter(isConflict).map((l): LostValue => ({ field: l.field, side: l.side, value: l.value, by: l.by ?? null, state: stateOf(env, link, e, l, later) }))
      const shown = all ? lost : lost.filter((l) => l.state === 'open')
      return shown.length === 0 ? [] : [{ entry: e.id, pass: e.pass, at: e.at, kind: link.kind, linkId: link.id, itemId: link.itemId, activityId: link.activityId, lost: shown }]
    })
    .slice(0, limit)
}
