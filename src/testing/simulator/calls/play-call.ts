/** The calls of a story: passes, answers, transfers, and what a host might ask by mistake. */
import * as E from 'fp-ts/lib/Either.js'
import { createSync } from '../../../sync/create-sync'
import { reachAnswer, reachPlan, reachReport } from '../coverage'
import { disturbToken } from '../deeds/choosing'
import { writeEmailInCrm } from '../deeds/in-crm'
import { judgeEdits } from '../laws/judge-edits'
import { judgeExpectations } from '../laws/judge-expectations'
import { judgeCost, judgeSettled } from '../laws/judge-settled'
import { closedBy, memoryOf, waitingOf } from '../laws/memory-of'
import { reads } from '../model/settings-reading'
import { orThrow } from '../listing'
import type { Plan } from '../../../core/plan/plan'
import { reasonText } from '../../../core/reason'
import { databases, nameOf } from '../names'
import { activitiesOf, itemsOf, type Seat, tokenOf, type Violation } from '../stage'
import type { Breaks, Call } from '../story'
import { restore, statusOf, undo } from './commands'
import { ask, type Director, perform, report } from './perform'

type Of<C extends Call['do']> = Extract<Call, { readonly do: C }>

/** After a pass that went through undisturbed: a further one has nothing to do, every edit is where it belongs, and what should have come across did. */
const judgeRest = async (d: Director, seat: Seat): Promise<void> => {
  const next = await ask(d, seat, (sync) => sync.task.preview()())
  if (E.isLeft(next.result)) return
  report(d.stage, judgeSettled(seat, next.result.right, next.perf))
  const waiting = await waitingOf(seat)
  report(d.stage, await judgeEdits(seat, await memoryOf(seat), waiting))
  if (!d.stage.ownRules) report(d.stage, await judgeExpectations(seat, waiting))
  if (waiting.answered.size > 0 && waiting.retried.size === 0 && seat.spoiled.size === 0) report(d.stage, [{ law: 'B13', what: `${waiting.answered.size} answers were not carried out` }])
}

/** L6: how much a careful pass may close because a side is gone. */
const judgeGuard = async (d: Director, seat: Seat, before: ReadonlySet<string>): Promise<void> => {
  const closed = await closedBy(seat, `pass-${d.stage.used.passes}`, before)
  // What the pass itself linked before it judged counts among what there is.
  const after = await orThrow('links', d.stage.store.port.countOpenLinks({ user: seat.user, database: seat.database }))
  const linked = Math.max(before.size, after + closed.outlook + closed.crm)
  const least = reads(seat.settings, 'guard.minimum', 10) as number
  const share = reads(seat.settings, 'guard.share', 0.5) as number
  for (const side of ['outlook', 'crm'] as const) if (closed[side] >= least && closed[side] > share * linked) report(d.stage, [{ law: 'L6', what: `${closed[side]} of ${linked} links were closed at once because the ${side} side looked empty` }])
}

/** Some laws cost a whole plan more to look at: they are looked at in some passes only. */
const isThorough = (d: Director): boolean => d.stage.figures.step % 5 === 0

/** L1: the order in which changes arrive does not count. */
const judgeOrder = async (d: Director, seat: Seat, plan: Plan): Promise<ReadonlyArray<Violation>> => {
  const other = await ask(d, seat, (sync) => sync.task.preview()(), true)
  d.stage.figures.checks++
  return E.isRight(other.result) && JSON.stringify(other.result.right) === JSON.stringify(plan) ? [] : [{ law: 'L1', what: 'the plan is another when the changes arrive in the opposite order' }]
}

/** L11: every item and every activity of the user is in the plan of everything, with a reason. */
const judgeExplained = async (d: Director, seat: Seat): Promise<ReadonlyArray<Violation>> => {
  const whole = await ask(d, seat, (sync) => sync.task.preview(undefined, { full: true })())
  if (E.isLeft(whole.result)) return []
  const { actions, remember, decisions, skips } = whole.result.right
  const said = new Set([...actions, ...remember, ...decisions, ...skips].filter((e) => reasonText(e.reason) !== '').flatMap((e) => [`item ${e.subject.itemId}`, `activity ${e.subject.activityId}`]))
  const seen = [...(await itemsOf(seat)).map((i) => `item ${i.id}`), ...(await activitiesOf(d.stage, seat.database)).filter((a) => a.owner === seat.user).map((a) => `activity ${a.id}`)]
  d.stage.figures.checks += seen.length
  return seen.filter((s) => !said.has(s)).map((s) => ({ law: 'L11', what: `${s} is in no entry of the plan of everything` }))
}

const pass = async (d: Director, seat: Seat, c: Pick<Of<'pass'>, 'full' | 'worker' | 'breaks' | 'careful'>): Promise<string> => {
  // The plan of the pass, for coverage and for what must not be in it; the pass itself makes it anew.
  const preview = await ask(d, seat, (sync) => sync.task.preview()())
  if (E.isRight(preview.result)) {
    reachPlan(d.stage, preview.result.right)
    d.stage.plans.push(preview.result.right)
    // Where reading changes what is there, a second look sees something else.
    if (isThorough(d) && d.stage.world.normaliseOutlook !== 'later') report(d.stage, await judgeOrder(d, seat, preview.result.right))
  }
  const linked = new Set((await orThrow('links', d.stage.store.port.openLinks({ user: seat.user, database: seat.database }, null, 10_000))).map((l) => l.id))
  const { perf, result } = await perform(d, seat, c.breaks, (sync) => sync.task.run({ full: c.full, allowMassDeletion: c.careful !== true })(), { worker: c.worker ?? 0, isPass: true })
  const ok = result !== null && E.isRight(result)
  if (ok) seat.log.unfinished.delete(perf.database)
  else seat.log.unfinished.add(perf.database)
  if (result !== null && E.isRight(result)) {
    reachReport(d.stage, result.right)
    if (!perf.interrupted) seat.log.movedUnknown.clear()
    if (!c.full) report(d.stage, judgeCost(perf))
    if (isThorough(d) && !perf.interrupted) report(d.stage, await judgeExplained(d, seat))
    if (c.careful === true && !perf.interrupted) await judgeGuard(d, seat, linked)
    // What failed is tried again in the next pass, which therefore has something to do.
    if (!perf.interrupted && result.right.errors.every((e) => e.during === 'read')) await judgeRest(d, seat)
  }
  const outcome = result === null ? 'the process dies' : E.isLeft(result) ? `ends with ${result.left._tag}` : 'goes through'
  return `${c.full ? 'full ' : ''}pass for ${nameOf(seat.user)}${c.worker === undefined || c.worker === 0 ? '' : ` by worker ${c.worker}`}: ${perf.broke === null ? '' : `${perf.broke}, `}${outcome}`
}

const notification = async (d: Director, c: Of<'notification'>): Promise<string | null> => {
  const { notifications, seats } = d.stage
  if (notifications.length === 0) return null
  const at = c.pick % notifications.length
  const seat = seats[notifications[at] as number] as Seat
  if (!c.again) notifications.splice(at, 1)
  return `notification: ${await pass(d, seat, { full: false, breaks: c.breaks })}`
}

const answer = async (d: Director, seat: Seat, c: Of<'answer'>): Promise<string | null> => {
  const { stage } = d
  const open = await orThrow('decisions', stage.store.port.decisions({ user: seat.user, database: seat.database }, {}))
  const decision = open[c.pick % Math.max(1, open.length)]
  if (decision === undefined) return null
  const chosen = decision._tag === 'Deletion' ? (c.yes ? 'delete-activity' : 'keep-activity') : c.yes ? 'outlook' : 'crm'
  const { result } = await perform(d, seat, null, (sync) => sync.task.decide(decision.id, chosen)())
  if (result !== null && E.isRight(result) && chosen === 'delete-activity') seat.log.confirmed.add(decision.linkId)
  if (c.twice === true) {
    const again = await perform(d, seat, null, (sync) => sync.task.decide(decision.id, chosen)())
    if (again.result !== null && E.isRight(again.result)) report(stage, [{ law: 'B13', what: `decision ${decision.id} was answered twice` }])
  }
  return `${nameOf(seat.user)} answers ${chosen}${c.twice === true ? ' twice' : ''}`
}

const transfer = async (d: Director, seat: Seat, c: Of<'transfer'>): Promise<string | null> => {
  const items = (await itemsOf(seat)).filter((i) => i.place === 'normal')
  const item = items[c.pick % Math.max(1, items.length)]
  if (item === undefined) return null
  const token = tokenOf(item.fields)
  seat.log.transfers.set(token, (seat.log.transfers.get(token) ?? 0) + 1)
  disturbToken(seat, token)
  const without = c.without === 'item' ? [item.id] : c.without === 'attachments' && item.kind === 'email' ? item.attachments.map((a) => ({ item: item.id, attachment: a.id })) : []
  const selection = { items: [item.id], without }
  const preview = await ask(d, seat, (sync) => sync.task.preview(selection)())
  if (E.isRight(preview.result)) reachPlan(d.stage, preview.result.right)
  await perform(d, seat, null, (sync) => sync.task.transfer(selection)())
  return `${nameOf(seat.user)} transfers ${item.kind} ${token} by hand${c.without === 'nothing' ? '' : `, without ${c.without}`}`
}

const send = async (d: Director, seat: Seat, to: number, breaks: Breaks | null): Promise<string | null> => {
  const id = await writeEmailInCrm(seat, to)
  if (id === null) return null
  const { perf } = await perform(d, seat, breaks, (sync) => sync.task.send(id)())
  return `${nameOf(seat.user)} writes an e-mail in the CRM and sends it${perf.broke === null ? '' : `: ${perf.broke}`}`
}

const switchDatabase = async (d: Director, seat: Seat, properly: boolean): Promise<string> => {
  const to = databases.find((x) => x !== seat.database) ?? seat.database
  if (!properly) {
    const active = await orThrow('the activation', d.stage.store.port.activation(seat.user))
    const { result } = await perform(d, seat, null, (sync) => sync.task.run()(), { database: to })
    if (active === seat.database && result !== null && E.isRight(result)) report(d.stage, [{ law: 'B12', what: `${seat.user} is active in ${active}, and a pass went through in ${to}` }])
    return `${nameOf(seat.user)} tries a pass in ${to} without leaving ${seat.database}`
  }
  await perform(d, seat, null, (sync) => sync.task.deactivate()())
  seat.database = to
  return `${nameOf(seat.user)} switches to ${to}`
}

const nonsense = async (d: Director, seat: Seat, which: number): Promise<string> => {
  switch (which % 6) {
    case 0:
      await ask(d, seat, (sync) => sync.task.explain('no such thing')())
      return 'somebody asks about what is not there'
    case 1:
      await ask(d, seat, (sync) => sync.task.decide('no such question', 'keep-activity')())
      return 'somebody answers a question that nobody asked'
    case 2:
      await perform(d, seat, null, (sync) => sync.task.transfer({ items: ['no such item'] })())
      return 'somebody transfers what is not there'
    case 3:
      await perform(d, seat, null, (sync) => sync.task.undo('no such pass')())
      return 'somebody undoes a pass that never was'
    case 4:
      await perform(d, seat, null, (sync) => sync.task.restore('no such entry')())
      return 'somebody restores what never lost'
    default: {
      const sync = createSync({ user: '', database: seat.database, mailbox: seat.mailbox.port, crm: d.stage.crms[seat.database].port, store: d.stage.store.port })
      reachAnswer(d.stage, await sync.task.run()())
      return 'a host forgets to say for whom'
    }
  }
}

export const playCall = async (d: Director, seat: Seat, c: Call): Promise<string | null> => {
  switch (c.do) {
    case 'pass':
      return pass(d, seat, c)
    case 'notification':
      return notification(d, c)
    case 'answer':
      return answer(d, seat, c)
    case 'transfer':
      return transfer(d, seat, c)
    case 'send-from-crm':
      return send(d, seat, c.to, c.breaks ?? null)
    case 'undo':
      return undo(d, seat, c)
    case 'restore':
      return restore(d, seat, c.pick, c.breaks)
    case 'status-of':
      return statusOf(d, seat, c.pick)
    case 'switch-database':
      return switchDatabase(d, seat, c.properly !== false)
    case 'nonsense':
      return nonsense(d, seat, c.which)
  }
}
