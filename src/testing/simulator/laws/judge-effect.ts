/**
 * L4, L5, L6, L8, L9, of one effect as it happens: whether a person would have wanted it, by what people did and what
 * stood on the two sides at that moment. Nothing here asks the engine; only links tell which two entries are one.
 */
import * as E from 'fp-ts/lib/Either.js'
import type { PortError } from '../../../core/errors'
import type { Activity } from '../../../core/model/activity'
import type { Item } from '../../../core/model/item'
import type { Link } from '../../../core/model/link'
import type { CrmResult, CrmWrite } from '../../../core/ports/crm'
import type { MailboxWrite } from '../../../core/ports/mailbox'
import { orThrow, readActivityOf, readItem } from '../listing'
import { reads } from '../model/settings-reading'
import type { Performance } from '../performance'
import { reach, tokenOf } from '../stage'

type Answer<A> = E.Either<PortError, A>

const violate = (perf: Performance, law: string, what: string): void => {
  const { stage } = perf.seat
  stage.violations.push({ law, what, step: stage.figures.step })
}

/** Of writes that succeeded: one that was refused may be tried again with what has been read since. */
const count = (perf: Performance, key: string): void => {
  const n = (perf.written.get(key) ?? 0) + 1
  perf.written.set(key, n)
  if (n > 1 && !perf.interrupted) violate(perf, 'L9', `${key} was written ${n} times in one pass`)
}

const changesNothing = (fields: object | undefined, patch: object): boolean =>
  fields !== undefined && Object.entries(patch).every(([f, v]) => JSON.stringify((fields as { readonly [k: string]: unknown })[f]) === JSON.stringify(v))

const hides = (perf: Performance, what: string, content: unknown): void => {
  const { alwaysPrivate } = perf.seat.log
  if (alwaysPrivate.size === 0) return
  const text = JSON.stringify(content)
  for (const token of alwaysPrivate) if (new RegExp(`\\b${token}\\b`).test(text)) violate(perf, 'L8', `${token} is private and was written by ${what}`)
}

const linksWith = (perf: Performance, query: { readonly itemIds?: ReadonlyArray<string>; readonly activityIds?: ReadonlyArray<string> }): Promise<ReadonlyArray<Link>> =>
  orThrow('links', perf.seat.stage.store.port.links({ user: perf.seat.user, database: perf.database }, { ids: [], itemIds: query.itemIds ?? [], activityIds: query.activityIds ?? [], identities: [] }))

const remember = (m: Map<string, Set<string>>, key: string, id: string): number => {
  const ids = m.get(key) ?? new Set()
  m.set(key, ids.add(id))
  return ids.size
}

/** An echo: a field is written back to the side on which the thing began, and nobody edited it on the other. After a fault that may be the way out of a doubt, and of an e-mail that was sent from the CRM it is not known which came first. */
const judgeEcho = (perf: Performance, fields: { readonly subject: string }, patch: object, to: 'outlook' | 'crm'): void => {
  // A user who goes back in time edits what they like.
  if (perf.command !== null) return
  const { seat } = perf
  const thing = seat.stage.things.get(`${seat.user} ${tokenOf(fields)}`)
  const from = to === 'outlook' ? 'crm' : 'outlook'
  if (thing === undefined || thing.disturbed || thing.moved || thing.madeIn !== to || (thing.kind === 'email' && to === 'crm') || seat.log.copied.has(thing.token) || seat.stage.clock.lastFault >= thing.at) return
  for (const field of Object.keys(patch)) if (!thing.edited.has(`${from} ${field}`)) violate(perf, 'L2', `an echo: ${field} of ${thing.token} was written to ${to}, where it comes from, and nobody had edited it`)
}

const reachEffect = (perf: Performance, tag: string, answer: Answer<unknown>): void => reach(perf.seat.stage, E.isRight(answer) ? `effect ${tag}` : `port error ${answer.left._tag}`)

export const judgeMailboxEffect = async (perf: Performance, w: MailboxWrite, before: Item | null, answer: Answer<Item | null>): Promise<void> => {
  const { seat } = perf
  const { log, stage } = seat
  stage.figures.checks += 4
  reachEffect(perf, w._tag, answer)
  if (E.isLeft(answer)) return
  if (answer.right !== null) perf.touched.add(answer.right.id)
  switch (w._tag) {
    case 'CreateItem': {
      count(perf, `item with key ${w.ownKey}`)
      if (w.kind === 'email') violate(perf, 'L4', 'an e-mail was made in Outlook')
      const token = tokenOf(w.fields)
      const made = answer.right
      if (made === null || token === '' || log.madeItems.has(made.id)) return
      const ids = remember(log.syncedItems, token, made.id)
      if (log.copied.has(token) || log.untraceable.has(token)) return
      if (ids > 1) violate(perf, 'L4', `${ids} items were made of ${token}: ${[...(log.syncedItems.get(token) ?? [])].join(', ')}`)
      if (stage.things.get(`${seat.user} ${token}`)?.madeIn === 'outlook') violate(perf, 'L4', `${token} began in Outlook and was made there again`)
      return
    }
    case 'UpdateItem': {
      const changed = before !== null && !changesNothing(before.fields, w.patch)
      count(perf, `item ${w.id}`)
      if (!changed) violate(perf, 'L9', `item ${w.id} was given the values that it had`)
      if (before !== null) judgeEcho(perf, before.fields, w.patch, 'outlook')
      if (before?.place === 'deletedItems') violate(perf, 'L6', `item ${w.id} was written while in Deleted Items`)
      if (before?.kind === 'appointment' && before.role === 'attendee') violate(perf, 'B11', `item ${w.id} is a copy of somebody else's meeting and was written`)
      if (before?.kind === 'appointment' && before.recurrence !== null) violate(perf, 'B10', `item ${w.id} is a series and was written from its one activity`)
      return
    }
    case 'TrashItem': {
      count(perf, `item ${w.id}`)
      if (before === null || before.place === 'deletedItems') return
      if (perf.command === 'undo') {
        if (log.madeItems.has(w.id)) violate(perf, 'L6', `item ${w.id} (${tokenOf(before.fields)}) was made by a person, and an undo moved it to Deleted Items`)
        return
      }
      const links = await linksWith(perf, { itemIds: [w.id] })
      const crm = stage.crms[perf.database]
      const gone = (await Promise.all(links.map((l) => readActivityOf(crm, l.activityId)))).some((a) => a === null)
      // An item that was moved just before has an id that no link knows yet; its token tells.
      if (before.kind === 'email' || !(gone || log.deletedTokens.has(tokenOf(before.fields)))) violate(perf, 'L6', `item ${w.id} (${tokenOf(before.fields)}) moved to Deleted Items and nobody asked`)
      return
    }
    case 'SendEmail':
      log.sentKeys.add(w.ownKey)
      return
  }
}

export const judgeCrmEffect = async (perf: Performance, w: CrmWrite, before: Activity | null, answer: Answer<CrmResult>): Promise<void> => {
  const { seat, database } = perf
  const { log, stage } = seat
  stage.figures.checks += 4
  reachEffect(perf, w._tag, answer)
  // The port refuses it; the engine should not even have tried.
  if (before !== null && before.owner !== seat.user && !perf.interrupted) violate(perf, 'L8', `${w._tag} of activity ${before.id} of ${before.owner} in a pass of ${seat.user}`)
  if (w.owner !== seat.user) violate(perf, 'L8', `${w._tag} for ${w.owner} in a pass of ${seat.user}`)
  if (w._tag !== 'DeleteActivity') hides(perf, w._tag, 'fields' in w ? w.fields : 'patch' in w ? w.patch : w.name)
  if (E.isLeft(answer)) return
  if (answer.right._tag === 'Activity') perf.touched.add(answer.right.activity.id)
  switch (w._tag) {
    case 'CreateActivity': {
      count(perf, `activity with key ${w.ownKey}`)
      const token = tokenOf(w.fields)
      const id = answer.right._tag === 'Activity' ? answer.right.activity.id : ''
      if (token === '' || stage.madeActivities.has(`${database} ${id}`)) return
      const ids = remember(log.syncedActivities, `${database} ${token}`, id)
      if (perf.command === 'undo') {
        // What was deleted is made again under a new id: one more than there would be.
        log.transfers.set(token, (log.transfers.get(token) ?? 0) + 1)
        return
      }
      const perOccurrence = reads(perf.settings, 'recurrence.mode', 'first') === 'each' || seat.settingsSoFar.some((s) => reads(s.settings, 'recurrence.mode', 'first') === 'each')
      const began = stage.things.get(`${seat.user} ${token}`)
      // What began in this database is there already (B2: what the CRM sent does not come back).
      const allowed = (began?.madeIn === 'crm' && began.database === database ? 0 : 1) + (log.transfers.get(token) ?? 0)
      if (ids > allowed && !perOccurrence && !log.copied.has(token) && !log.untraceable.has(token)) violate(perf, 'L4', `${ids} activities were made of ${token}: ${[...(log.syncedActivities.get(`${database} ${token}`) ?? [])].join(', ')}`)
      return
    }
    case 'UpdateActivity':
      count(perf, `activity ${w.id}`)
      if (before === null || changesNothing(before.fields, w.patch)) violate(perf, 'L9', `activity ${w.id} was given the values that it had`)
      if (before !== null) judgeEcho(perf, before.fields, w.patch, 'crm')
      return
    case 'DeleteActivity': {
      count(perf, `activity ${w.id}`)
      if (before === null) return
      if (perf.command === 'undo') {
        if (stage.madeActivities.has(`${database} ${w.id}`)) violate(perf, 'L6', `activity ${w.id} (${tokenOf(before.fields)}) was made by a person, and an undo deleted it`)
        return
      }
      const links = await linksWith(perf, { activityIds: [w.id] })
      const places = await Promise.all(links.map((l) => readItem(seat.mailbox, l.itemId)))
      // Of a series with an activity for each occurrence, an occurrence that was called off is gone too.
      const itemGone = places.some((i) => i?.place !== 'normal') || links.some((l) => l.occurrence !== '')
      const answered = links.some((l) => log.confirmed.has(l.id))
      const policy = reads(perf.settings, `deletion.inOutlook.${before.kind}`, 'ask') === 'always'
      // An answer given while the item lay there counts, although it is gone by now; and one that came back withdraws it.
      if (!((itemGone || perf.interrupted) && (answered || policy))) violate(perf, 'L6', `activity ${w.id} (${tokenOf(before.fields)}) was deleted and nobody asked`)
      return
    }
    case 'AddDocument': {
      const id = answer.right._tag === 'Document' ? answer.right.documentId : ''
      count(perf, `document ${w.key}`)
      if (remember(log.documents, `${database} ${w.activity} ${w.key}`, id) > 1) violate(perf, 'L4', `the attachment ${w.key} became more than one document`)
      return
    }
  }
}
