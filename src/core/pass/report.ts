/** What a pass did, in numbers and in what a person has to know. Plain JSON, no content of items. */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../errors'
import type { Decision } from '../model/decision'
import { type Kind, kinds } from '../model/fields'
import { type ActionTag, actionTags, type Notice, type Plan, type Subject } from '../plan/plan'
import type { Outcome } from './execute'

/** Something that failed. It is tried again in the next pass. */
export interface ReportedError {
  readonly itemId: string | null
  readonly activityId: string | null
  /** The action that failed, or `read`. */
  readonly during: string
  readonly error: PortError
}

export interface Report {
  readonly pass: string
  /** Whether everything was listed, or only what changed. */
  readonly full: { readonly outlook: boolean; readonly crm: boolean }
  /** Items and activities that the plan was about, each once. */
  readonly items: { readonly [K in Kind]: number }
  readonly activities: { readonly [K in Kind]: number }
  /** Effects that succeeded. */
  readonly actions: { readonly [T in ActionTag]: number }
  /** Activities made, by kind. */
  readonly created: { readonly [K in Kind]: number }
  /** Changes to our own memory only. */
  readonly remembered: { readonly [reason: string]: number }
  readonly skipped: { readonly [reason: string]: number }
  /** Attachments that were not imported, by reason. */
  readonly refused: { readonly [reason: string]: number }
  /** Decisions opened in this pass. */
  readonly decisions: ReadonlyArray<Decision>
  readonly withdrawn: number
  readonly notices: ReadonlyArray<Notice>
  readonly errors: ReadonlyArray<ReportedError>
}

/** Counts while a pass runs. */
export interface Tally {
  readonly add: (plan: Plan, outcomes: ReadonlyArray<Outcome>) => void
  readonly fail: (error: ReportedError) => void
  readonly done: () => number
  readonly report: (pass: string, full: Report['full']) => Report
}

const zero = <K extends string>(keys: ReadonlyArray<K>): { [P in K]: number } => Object.fromEntries(keys.map((k) => [k, 0])) as { [P in K]: number }

const bump = (counts: { [reason: string]: number }, key: string): void => {
  counts[key] = (counts[key] ?? 0) + 1
}

const sorted = (counts: { readonly [reason: string]: number }): { readonly [reason: string]: number } => Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))

export const startTally = (): Tally => {
  const items = new Map<string, Kind>()
  const activities = new Map<string, Kind>()
  const actions = zero(actionTags)
  const created = zero(kinds)
  const remembered: { [reason: string]: number } = {}
  const skipped: { [reason: string]: number } = {}
  const refused: { [reason: string]: number } = {}
  const decisions: Array<Decision> = []
  const notices: Array<Notice> = []
  const errors: Array<ReportedError> = []
  const acted = new Set<string>()
  let withdrawn = 0
  let done = 0
  const saw = (s: Subject): void => {
    if (s.kind === null) return
    if (s.itemId !== null && s.itemId !== '') items.set(s.itemId, s.kind)
    if (s.activityId !== null && s.activityId !== '') activities.set(s.activityId, s.kind)
  }
  const countKinds = (of: ReadonlyMap<string, Kind>): { [K in Kind]: number } => {
    const counts = zero(kinds)
    for (const kind of of.values()) counts[kind]++
    return counts
  }
  return {
    add: (plan, outcomes) => {
      for (const entry of [...plan.actions, ...plan.remember, ...plan.skips, ...plan.decisions]) saw(entry.subject)
      for (const r of plan.remember) bump(remembered, r.reason)
      for (const a of [...plan.actions, ...plan.remember]) acted.add(a.change.link.id)
      // The other side's feed tells of what this pass itself has just done: that is no second verdict on it.
      for (const s of plan.skips) if (s.reason !== 'unchanged' || s.subject.linkId === null || !acted.has(s.subject.linkId)) bump(skipped, s.reason)
      for (const r of plan.refused) bump(refused, r.reason)
      for (const d of plan.decisions) {
        if (d._tag === 'Open') decisions.push(d.decision)
        if (d._tag === 'Withdraw') withdrawn++
      }
      notices.push(...plan.notices)
      for (const { action, result } of outcomes) {
        if (E.isLeft(result)) {
          errors.push({ itemId: action.subject.itemId, activityId: action.subject.activityId, during: action._tag, error: result.left })
          continue
        }
        actions[action._tag]++
        done++
        if (action._tag === 'CreateActivity') created[action.kind]++
      }
    },
    fail: (error) => void errors.push(error),
    done: () => done,
    report: (pass, full) => ({
      pass,
      full,
      items: countKinds(items),
      activities: countKinds(activities),
      actions,
      created,
      remembered: sorted(remembered),
      skipped: sorted(skipped),
      refused: sorted(refused),
      decisions,
      withdrawn,
      notices,
      errors
    })
  }
}

/** Effects that a report counts, together. */
export const actionCount = (r: Report): number => Object.values(r.actions).reduce((a, b) => a + b, 0)
