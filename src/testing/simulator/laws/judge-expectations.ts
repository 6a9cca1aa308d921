/** B1-B5, B7, B10, L3, L5: what people made is, or is not, on the other side, as they would expect; with the values, the contact and the documents that they would expect. Judged when nothing is left to do. */
import type { Activity } from '../../../core/model/activity'
import type { Item } from '../../../core/model/item'
import { orThrow } from '../listing'
import { expectCounterpart, expectDocuments, contactOf } from '../model/expectations'
import { reads } from '../model/settings-reading'
import type { Thing } from '../model/thing'
import { type Database, databases } from '../names'
import { activitiesOf, itemsOf, reach, type Seat, tokenOf, type Violation } from '../stage'
import { fieldOf, sameToAPerson } from '../values'
import type { Waiting } from './judge-edits'

const byToken = <A extends { readonly fields: { readonly subject: string } }>(all: ReadonlyArray<A>): ReadonlyMap<string, ReadonlyArray<A>> => {
  const out = new Map<string, Array<A>>()
  for (const a of all) out.set(tokenOf(a.fields), [...(out.get(tokenOf(a.fields)) ?? []), a])
  return out
}

/** The start that the one activity of a weekly series shows: of the first occurrence that takes place (B10). */
const firstOccurrence = (item: Extract<Item, { readonly kind: 'appointment' }>): string | null => {
  const { time } = item.fields
  if (time.allDay || item.recurrence?.rule !== 'FREQ=WEEKLY;COUNT=6') return null
  for (let week = 0; week < 6; week++) {
    const start = new Date(Date.parse(`${time.start.local}Z`) + week * 7 * 86_400_000).toISOString().slice(0, 19)
    if (item.recurrence.cancelled.includes(start)) continue
    const moved = item.recurrence.exceptions.find((e) => e.original === start)
    return moved === undefined ? start : moved.time.allDay ? null : moved.time.start.local
  }
  return null
}

const wallTime = (a: Activity): string | null => (a.kind === 'appointment' && !a.fields.time.allDay && a.fields.time.start.zone === 'Europe/Stockholm' ? a.fields.time.start.local : null)

/** After a fault it may not be clear who changed the time: a conflict, which the settings or the user decide. */
const timeInDoubt = async (seat: Seat, itemId: string, waiting: Waiting): Promise<boolean> => {
  const { port } = seat.stage.store
  const scope = { user: seat.user, database: seat.database }
  const links = await orThrow('links', port.links(scope, { ids: [], itemIds: [itemId], activityIds: [], identities: [] }))
  const journal = await orThrow('the journal', port.journal(scope, { linkIds: links.map((l) => l.id), limit: 1000 }))
  return links.some((l) => waiting.undecided.has(l.id)) || journal.some((e) => e.losers.some((l) => l.field === 'time'))
}

const compareValues = (seat: Seat, thing: Thing, item: Item, activity: Activity): ReadonlyArray<string> => {
  const out: Array<string> = []
  for (const [field, value] of Object.entries(thing.values)) {
    if (!['subject', 'body', 'location', 'time', 'showAs', 'start', 'due', 'progress', 'importance'].includes(field)) continue
    if (thing.edited.has(`outlook ${field}`) || thing.edited.has(`crm ${field}`)) continue
    if (item.kind !== 'email' && reads(seat.settings, `fields.${item.kind}.${field}`, 'both') !== 'both') continue
    if (field === 'time' && item.kind === 'appointment' && item.recurrence !== null) continue
    const copy = thing.madeIn === 'outlook' ? activity.fields : item.fields
    if (!sameToAPerson(field, fieldOf(copy, field), value)) out.push(field)
  }
  return out
}

export const judgeExpectations = async (seat: Seat, waiting: Waiting): Promise<ReadonlyArray<Violation>> => {
  const out: Array<Violation> = []
  const { stage, log, database } = seat
  const items = byToken(await itemsOf(seat))
  const [crm, mailbox] = [stage.crms[database].port.capabilities, seat.mailbox.port.capabilities]
  const able = { crmKinds: crm.kinds, documents: crm.documents, mailboxKinds: mailbox.kinds, mailboxWrites: mailbox.writes }
  const here = new Map<Database, ReadonlyMap<string, ReadonlyArray<Activity>>>()
  for (const d of databases) here.set(d, byToken((await activitiesOf(stage, d)).filter((a) => a.owner === seat.user)))
  for (const thing of stage.things.values()) {
    if (thing.user !== seat.user || thing.disturbed || log.copied.has(thing.token) || log.untraceable.has(thing.token)) continue
    const mine = items.get(thing.token) ?? []
    if (mine.some((i) => seat.spoiled.has(i.id) || waiting.retried.has(i.id)) || log.transfers.has(thing.token)) continue
    const since = seat.settingsSoFar.filter((s, i) => s.since >= thing.step || (seat.settingsSoFar[i + 1]?.since ?? Infinity) >= thing.step).map((s) => s.settings)
    const expected = expectCounterpart(thing, since, able)
    if (expected === 'unknown') continue
    stage.figures.checks++
    reach(stage, `expected ${thing.kind} from ${thing.madeIn}: ${expected}`)
    const activities = here.get(thing.madeIn === 'crm' ? (thing.database as Database) : database)?.get(thing.token) ?? []
    if (activities.some((a) => waiting.retried.has(a.id))) continue
    const name = `${thing.kind} ${thing.token}, made in ${thing.madeIn === 'crm' ? 'the CRM' : 'Outlook'}`
    if (expected === 'no') {
      if ((thing.madeIn === 'outlook' ? activities : mine).length > 0) out.push({ law: 'B1-B6', what: `${name}, came across, which nobody would expect` })
      continue
    }
    // What was made in one database is not expected where the user is not active now.
    if (thing.madeIn === 'crm' && thing.database !== database) continue
    const [activity, item] = [activities[0], mine[0]]
    if (activity === undefined || item === undefined) {
      out.push({ law: 'B1-B6', what: `${name}, did not come across` })
      continue
    }
    if (activities.length > 1 || mine.length > 1) out.push({ law: 'L4', what: `${name}, is there ${mine.length} times in Outlook and ${activities.length} times in the CRM` })
    for (const field of compareValues(seat, thing, item, activity)) out.push({ law: 'B4-B5', what: `${field} of ${name}, is another on the other side` })
    if (thing.shape === 'series' && item.kind === 'appointment' && wallTime(activity) !== null && !log.edits.some((e) => e.token === thing.token && e.field === 'time')) {
      const first = firstOccurrence(item)
      if (first !== null && wallTime(activity) !== first && reads(seat.settings, 'appointment.direction', 'both') !== 'toOutlook' && !(await timeInDoubt(seat, item.id, waiting))) out.push({ law: 'B10', what: `the one activity of ${name}, stands at ${wallTime(activity)}, and the first occurrence is at ${first}` })
    }
    if (thing.mail !== null) {
      const contact = stage.contacts.get(`${database} ${contactOf(thing.mail.parties)}`)?.contactId
      if (activity.contact?.contactId !== contact) out.push({ law: 'B3', what: `${name}, is on contact ${activity.contact?.contactId}, and belongs on ${contact}` })
      const documents = since.length === 1 ? expectDocuments(thing, since[0] ?? {}, able) : null
      if (documents !== null && stage.crms[database].documentsOf !== undefined) {
        const there = (await stage.crms[database].documentsOf(activity.id)).map((d) => d.name)
        if (JSON.stringify(there) !== JSON.stringify(documents)) out.push({ law: 'B7', what: `${name}, brought the documents ${JSON.stringify(there)}, and should have brought ${JSON.stringify(documents)}` })
      }
    }
  }
  const unnamed = [...here.values()].flatMap((m) => m.get('') ?? [])
  // Busy time without content is all that may be left of a private appointment, and only where the settings say so.
  if (unnamed.length > 0 && seat.settingsSoFar.every((x) => reads(x.settings, 'privacy.private', 'skip') === 'skip')) out.push({ law: 'B18', what: `${unnamed.length} private entries came across` })
  return out
}
