/** Plays a story and judges every law after every pass. */
import * as E from 'fp-ts/lib/Either.js'
import { Crash } from '../../adapters/memory'
import { kinds } from '../../core/model/fields'
import { isSettled, type Plan } from '../../core/plan/plan'
import type { Settings } from '../../core/settings/settings'
import { decodeSettings } from '../../core/settings/decode-settings'
import type { RuleSet } from '../../core/rule-set'
import type { SyncError } from '../../core/errors'
import { createSync, type Sync } from '../../sync/create-sync'
import { judgeConfinement, judgeCreations, judgeDeletions, judgeEdits, judgeWrites, takePicture, type Violation } from './oracles'
import { playPeople, writeEmailInCrm } from './people'
import { databases, type Play, startPlay, tokenOf, user } from './play'
import type { Breaks, Story } from './story'

/** What a story came to. */
export interface Played {
  readonly violations: ReadonlyArray<Violation & { readonly step: number }>
  readonly passes: number
  readonly crashes: number
  readonly faults: number
  /** How often each action, reason and error was reached. */
  readonly reached: ReadonlyMap<string, number>
}

const syncOf = (p: Play, rules: RuleSet | undefined): Sync =>
  createSync({
    user,
    database: p.database,
    mailbox: p.mailbox,
    crm: p.crms[p.database],
    store: p.store,
    settings: p.world.settings,
    now: () => new Date(p.nowMs).toISOString(),
    newPassId: () => `pass-${++p.passes}`,
    ...(rules === undefined ? {} : { rules })
  })

const settingsOf = (story: Story): Settings => {
  const decoded = decodeSettings(story.world.settings)
  if (E.isLeft(decoded)) throw new Error(`the story's settings are not valid: ${JSON.stringify(decoded.left)}`)
  return decoded.right
}

const reach = (reached: Map<string, number>, key: string): void => void reached.set(key, (reached.get(key) ?? 0) + 1)

const reachPlan = (reached: Map<string, number>, plan: Plan): void => {
  for (const a of plan.actions) {
    reach(reached, `action ${a._tag}`)
    reach(reached, `reason ${a.reason}`)
  }
  for (const r of [...plan.remember, ...plan.skips, ...plan.notices]) reach(reached, `reason ${r.reason}`)
  for (const d of plan.decisions) {
    reach(reached, `decision ${d._tag}`)
    reach(reached, `reason ${d.reason}`)
  }
  for (const r of plan.refused) reach(reached, `refused ${r.reason}`)
}

/** @param onEnd sees the world as the story left it */
export const runStory = async (story: Story, rules?: RuleSet, onEnd: (p: Play) => Promise<void> = async () => undefined): Promise<Played> => {
  const settings = settingsOf(story)
  const p = startPlay(story.world)
  const violations: Array<Violation & { readonly step: number }> = []
  const reached = new Map<string, number>()
  let crashes = 0
  let step = 0
  const scope = (): { user: string; database: string } => ({ user, database: p.database })
  const report = (found: ReadonlyArray<Violation>): void => void violations.push(...found.map((v) => ({ ...v, step })))

  /** What a call carried over, whether it went through or not; what it did not is no violation yet. */
  const noteSettled = async (): Promise<void> => {
    const journal = await p.store.journal(scope(), { limit: 100_000 })()
    if (E.isRight(journal)) judgeEdits(p, settings, p.store.linksOf(scope()), journal.right, { undecided: new Set(), retried: new Set() })
  }

  /** A call of the engine in which things may break. `true`: it went through. */
  const guarded = async (breaks: Breaks | null, call: (sync: Sync) => Promise<E.Either<SyncError, unknown>>): Promise<boolean> => {
    const before = takePicture(p)
    const linksBefore = p.store.linksOf(scope())
    p.writes.perEntity.clear()
    p.writes.idle.length = 0
    p.faults.breaks = breaks
    p.faults.effects = 0
    let ok = false
    try {
      const r = await call(syncOf(p, rules))
      ok = E.isRight(r)
      if (E.isLeft(r)) reach(reached, `error ${r.left._tag}${r.left._tag === 'PortFailed' ? ` ${r.left.error._tag}` : ''}`)
    } catch (e) {
      if (!(e instanceof Crash)) throw e
      crashes++
    }
    p.faults.breaks = null
    const links = [...linksBefore, ...p.store.linksOf(scope())]
    report([...judgeCreations(p, settings), ...judgeDeletions(p, settings, before, links), ...judgeConfinement(p, before), ...judgeWrites(p)])
    await noteSettled()
    return ok
  }

  /** After a pass that went through: a further one has nothing to do (L2), and every edit is where it belongs (L3). */
  const judgeSettled = async (): Promise<void> => {
    const plans: Array<Plan> = []
    const preview = await syncOf(p, rules).task.preview()()
    if (E.isRight(preview)) plans.push(preview.right)
    for (const plan of plans) {
      const later = story.world.normaliseOutlook === 'later'
      // A server that rewrites later gives new versions for old values; noting them is no effect.
      const settled = later ? plan.actions.length === 0 && plan.decisions.length === 0 : isSettled(plan)
      if (!settled) report([{ law: 'L2', what: `the next plan is not empty: ${[...plan.actions.map((a) => `${a._tag} ${a.reason} ${tokenOf({ subject: JSON.stringify(a) })}`), ...plan.remember.map((r) => `Remember ${r.reason}`), ...plan.decisions.map((d) => `${d._tag} ${d.reason}`)].slice(0, 5).join('; ')}` }])
      report(judgeExplained(p, plan))
    }
    const journal = await p.store.journal(scope(), { limit: 100_000 })()
    const open = await p.store.decisions(scope(), {})()
    const due = await p.store.due(scope(), '9999-12-31T00:00:00.000Z')()
    if (E.isLeft(journal) || E.isLeft(open) || E.isLeft(due)) return
    const waiting = { undecided: new Set(open.right.map((d) => d.linkId)), retried: new Set(due.right.retries.filter((r) => r.error !== 'Revisit').map((r) => r.id)) }
    report(judgeEdits(p, settings, p.store.linksOf(scope()), journal.right, waiting))
  }

  const pass = async (full: boolean, breaks: Breaks | null): Promise<void> => {
    const ok = await guarded(breaks, (sync) => sync.task.run({ full, allowMassDeletion: true })())
    p.log.lastPassEnded = ok
    if (!ok) return
    p.log.movedUnknown.clear()
    await judgeSettled()
  }

  for (const s of story.steps) {
    step++
    p.nowMs += 60_000
    switch (s.do) {
      case 'pass': {
        // The plan of the pass, for coverage and for what must not be in it; the pass itself makes it anew.
        const preview = await syncOf(p, rules).task.preview()()
        if (E.isRight(preview)) {
          reachPlan(reached, preview.right)
          p.plans.push(preview.right)
        }
        await pass(s.full, s.breaks)
        break
      }
      case 'answer': {
        const open = await p.store.decisions(scope(), {})()
        const decision = E.isRight(open) ? open.right[s.pick % Math.max(1, open.right.length)] : undefined
        if (decision === undefined) break
        const answer = decision._tag === 'Deletion' ? (s.yes ? 'delete-activity' : 'keep-activity') : s.yes ? 'outlook' : 'crm'
        if (answer === 'delete-activity') p.log.confirmed.add(decision.linkId)
        await guarded(null, (sync) => sync.task.decide(decision.id, answer)())
        break
      }
      case 'transfer': {
        const items = p.mailbox.person.list().filter((i) => i.place === 'normal')
        const item = items[s.pick % Math.max(1, items.length)]
        if (item === undefined) break
        const token = tokenOf(item.fields)
        p.log.transfers.set(token, (p.log.transfers.get(token) ?? 0) + 1)
        const without = s.without === 'item' ? [item.id] : s.without === 'attachments' && item.kind === 'email' ? item.attachments.map((a) => ({ item: item.id, attachment: a.id })) : []
        const selection = { items: [item.id], without }
        const preview = await syncOf(p, rules).task.preview(selection)()
        if (E.isRight(preview)) reachPlan(reached, preview.right)
        await guarded(null, (sync) => sync.task.transfer(selection)())
        break
      }
      case 'send-from-crm': {
        const id = writeEmailInCrm(p, s.to)
        await guarded(null, (sync) => sync.task.send(id)())
        break
      }
      case 'switch-database': {
        await guarded(null, (sync) => sync.task.deactivate()())
        p.database = databases.find((d) => d !== p.database) ?? p.database
        break
      }
      default:
        playPeople(p, s)
    }
    if (violations.length > 0) break
  }
  await onEnd(p)
  for (const d of databases) for (const l of p.store.linksOf({ user, database: d })) if (l.closed !== null) reach(reached, `reason ${l.closed}`)
  return { violations, passes: p.passes, crashes, faults: p.faults.struck, reached }
}

/** L11: every item and activity of the user is in the plan of a full listing, with a reason. */
const judgeExplained = (p: Play, plan: Plan): ReadonlyArray<Violation> => {
  const out: Array<Violation> = []
  for (const e of [...plan.actions, ...plan.remember, ...plan.decisions, ...plan.skips]) if (e.reason === undefined || (e.subject.kind !== null && !kinds.includes(e.subject.kind))) out.push({ law: 'L11', what: 'an entry has no reason' })
  void p
  return out
}
