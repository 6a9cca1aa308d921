/** What people do in the CRM. */
import type { Activity } from '../../../core/model/activity'
import { orThrow } from '../listing'
import { type Database, nextUser } from '../names'
import { activitiesOf, itemsOf, newToken, type Seat, tokenOf } from '../stage'
import type { Deed } from '../story'
import { appointmentFields, completed, emailFields, taskFields } from '../values'
import { called, choose, disturb, recordThing } from './choosing'
import { editActivityField, editItemField, writeActivityField } from './edits'
import { correspondentsOf } from './new-items'

type Of<D extends Deed['do']> = Extract<Deed, { readonly do: D }>

/** Made by a pass of its owner that died before it could note it: nothing tells of it, so when it is gone or given away it will be made once more. */
const loseTrace = async (owner: Seat, database: Database, a: Activity): Promise<void> => {
  const made = owner.stage.madeActivities.has(`${database} ${a.id}`)
  if (!made && !(await isLinked(owner, database, a.id))) owner.log.untraceable.add(tokenOf(a.fields))
}

const isLinked = async (seat: Seat, database: Database, activity: string): Promise<boolean> =>
  (await orThrow('links', seat.stage.store.port.links({ user: seat.user, database }, { ids: [], itemIds: [], activityIds: [activity], identities: [] }))).length > 0

const ownActivities = async (seat: Seat, owner: string): Promise<ReadonlyArray<Activity>> => (await activitiesOf(seat.stage, seat.database)).filter((a) => a.owner === owner && tokenOf(a.fields) !== '')

export const addActivity = async (seat: Seat, d: Of<'add-activity'>): Promise<string | null> => {
  const { stage, database } = seat
  const { person, port } = stage.crms[database]
  if (person.addActivity === undefined || !port.capabilities.kinds.includes(d.kind)) return null
  const token = newToken(stage)
  const fields = d.kind === 'task' ? taskFields(stage, token, d.when) : appointmentFields(stage, token, d.when, d.when % 4 === 0)
  const id = await person.addActivity(seat.user, d.kind, fields as never)
  stage.madeActivities.add(`${database} ${id}`)
  recordThing(seat, { token, kind: d.kind, madeIn: 'crm', database, mail: null, shape: 'plain', organizer: null, values: { ...fields } })
  return `adds ${d.kind} ${token} in the CRM`
}

/** The same entry on both sides, by hand. Where the settings match nothing they are two things, and each may get a counterpart. */
export const addTwins = async (seat: Seat, d: Of<'add-twins'>): Promise<string | null> => {
  const { stage, database } = seat
  const crm = stage.crms[database]
  if (crm.person.addActivity === undefined || seat.mailbox.person.add === undefined || !crm.port.capabilities.kinds.includes(d.kind)) return null
  const token = newToken(stage)
  const fields = d.kind === 'task' ? taskFields(stage, token, d.when) : appointmentFields(stage, token, d.when, false)
  const item = await seat.mailbox.person.add(d.kind, fields as never)
  if (item === null) return null
  seat.log.madeItems.add(item)
  stage.madeActivities.add(`${database} ${await crm.person.addActivity(seat.user, d.kind, fields as never)}`)
  seat.log.copied.add(token)
  return `adds ${d.kind} ${token} by hand in Outlook and in the CRM`
}

/** An e-mail activity that somebody wrote in the CRM, to be sent through Outlook (B2). */
export const writeEmailInCrm = async (seat: Seat, to: number): Promise<string | null> => {
  const { stage, database } = seat
  const { person, port } = stage.crms[database]
  if (person.addActivity === undefined || !port.capabilities.kinds.includes('email') || !seat.mailbox.port.capabilities.sends) return null
  const token = newToken(stage)
  const fields = emailFields(stage, token, seat.address, [choose(correspondentsOf(seat), to) as string])
  const id = await person.addActivity(seat.user, 'email', fields)
  stage.madeActivities.add(`${database} ${id}`)
  recordThing(seat, { token, kind: 'email', madeIn: 'crm', database, mail: null, shape: 'plain', organizer: null, values: { ...fields } })
  return id
}

const remove = async (seat: Seat, a: Activity): Promise<boolean> => {
  const { stage, database, log } = seat
  const { person } = stage.crms[database]
  if (person.deleteActivity === undefined) return false
  await loseTrace(seat, database, a)
  await person.deleteActivity(a.id)
  stage.deletedActivities.add(`${database} ${a.id}`)
  log.deletedTokens.add(tokenOf(a.fields))
  disturb(seat, a.fields)
  return true
}

export const onActivity = async (seat: Seat, d: Of<'delete-activity' | 'restore-activity' | 'give-away' | 'take-back' | 'complete-activity'>): Promise<string | null> => {
  const { stage, database } = seat
  const { person } = stage.crms[database]
  if (d.do === 'restore-activity') {
    const key = choose([...stage.deletedActivities].filter((k) => k.startsWith(`${database} `)), d.pick)
    if (key === undefined || person.restoreActivity === undefined) return null
    const id = key.slice(database.length + 1)
    await person.restoreActivity(id)
    const back = (await activitiesOf(stage, database)).find((a) => a.id === id)
    if (back === undefined) return null
    stage.deletedActivities.delete(key)
    disturb(seat, back.fields)
    return `brings back ${called(back)} in the CRM`
  }
  const colleague = nextUser(seat.user)
  const a = choose((await ownActivities(seat, d.do === 'take-back' ? colleague : seat.user)).filter((x) => d.do !== 'complete-activity' || x.kind === 'task'), d.pick)
  if (a === undefined) return null
  switch (d.do) {
    case 'complete-activity':
      return writeActivityField(seat, a, 'progress', completed(stage))
    case 'delete-activity':
      return (await remove(seat, a)) ? `deletes ${called(a)} in the CRM` : null
    case 'give-away':
    case 'take-back': {
      if (person.reassign === undefined) return null
      const before = stage.seats.find((s) => s.user === a.owner)
      if (before !== undefined) await loseTrace(before, database, a)
      const owner = d.do === 'give-away' ? colleague : seat.user
      await person.reassign(a.id, owner)
      // Whoever has the same e-mail or meeting in a mailbox of their own has two things of one name from now on.
      for (const s of stage.seats) if (s.user === owner && stage.things.has(`${owner} ${tokenOf(a.fields)}`)) s.log.copied.add(tokenOf(a.fields))
      disturb(seat, a.fields)
      return d.do === 'give-away' ? `gives ${called(a)} to ${colleague}` : `takes ${called(a)} over from ${colleague}`
    }
  }
}

export const editActivity = async (seat: Seat, d: Of<'edit-activity'>): Promise<string | null> => {
  const a = choose(await ownActivities(seat, seat.user), d.pick)
  return a === undefined ? null : editActivityField(seat, a, d.field, d.value)
}

/** Somebody edits in Outlook what somebody edits in the CRM; a minute lies between, so that it can be told who was later. */
export const editBoth = async (seat: Seat, d: Of<'edit-both'>): Promise<string | null> => {
  const activities = await ownActivities(seat, seat.user)
  const pairs = (await itemsOf(seat)).flatMap((item) => {
    const activity = activities.find((a) => a.kind === item.kind && tokenOf(a.fields) === tokenOf(item.fields))
    return item.place === 'normal' && activity !== undefined ? [{ item, activity }] : []
  })
  const pair = choose(pairs, d.pick)
  if (pair === undefined) return null
  const inOutlook = (): Promise<string | null> => editItemField(seat, pair.item, d.field, d.value)
  const inCrm = (): Promise<string | null> => editActivityField(seat, pair.activity, d.field, d.value + 1)
  const [one, other] = d.first === 'outlook' ? [inOutlook, inCrm] : [inCrm, inOutlook]
  const told = [await one()]
  seat.stage.clock.ms += 60_000
  told.push(await other())
  return told.every((t) => t === null) ? null : told.filter((t) => t !== null).join(', then ')
}

export const deleteEveryActivity = async (seat: Seat): Promise<string | null> => {
  const all = await ownActivities(seat, seat.user)
  if (all.length === 0) return null
  for (const a of all) if (!(await remove(seat, a))) return null
  return `deletes all ${all.length} activities in the CRM`
}
