/** What each step does to the world, other than passes. */
import type { Activity } from '../../core/model/activity'
import type { AppointmentTime } from '../../core/model/time'
import { fieldNames, type Patch } from '../../core/model/fields'
import type { Item } from '../../core/model/item'
import { instantOf } from '../../core/model/time'
import { fieldOf, type Play, otherUser, ownAddress, sameToAPerson, tokenOf, user } from './play'
import type { EmailShape, ItemShape, Step } from './story'
import type { ItemDetails } from '../../adapters/memory'

const choose = <A>(from: ReadonlyArray<A>, pick: number): A | undefined => (from.length === 0 ? undefined : from[pick % from.length])

export const correspondents: ReadonlyArray<string> = ['info@alfa.example', 'bo@beta.example', 'INFO@Gamma.example', 'stranger@nowhere.example', 'colleague@acme.se', ownAddress]

const newToken = (p: Play): string => `E${++p.log.tokens}`
const newValue = (p: Play, token: string): string => `${token} v${++p.log.values}.`

const appointmentTime = (p: Play, when: number, allDay: boolean): AppointmentTime => {
  const day = instantOf(p.nowMs + (when - 2) * 86_400_000).slice(0, 10)
  if (allDay) return { allDay: true, start: day, end: instantOf(Date.parse(`${day}T00:00:00Z`) + 86_400_000).slice(0, 10) }
  const minute = String(p.log.values % 60).padStart(2, '0')
  // 02:30 on the last Sunday of March falls into a gap, in October it comes twice.
  const hour = when % 3 === 0 ? '02' : '10'
  return { allDay: false, start: { local: `${day}T${hour}:${minute}:00`, zone: 'Europe/Stockholm' }, end: { local: `${day}T${hour === '02' ? '05' : '11'}:${minute}:30`, zone: 'Europe/Stockholm' } }
}

const taskFields = (p: Play, token: string, when: number): Extract<Item, { readonly kind: 'task' }>['fields'] => ({
  subject: newValue(p, token),
  body: { type: 'html', content: `<p>${token}&nbsp;body</p>` },
  start: null,
  due: when % 3 === 0 ? null : instantOf(p.nowMs + when * 86_400_000).slice(0, 10),
  progress: { status: 'notStarted', percent: 0, completedOn: null },
  importance: 'normal'
})

const appointmentFields = (p: Play, token: string, when: number, allDay: boolean): Extract<Item, { readonly kind: 'appointment' }>['fields'] => ({
  subject: newValue(p, token),
  body: { type: 'html', content: `<div>${token} agenda</div>` },
  location: '',
  time: appointmentTime(p, when, allDay),
  showAs: 'busy'
})

/** A value that nobody has written before where the field allows one. */
const editedValue = (p: Play, token: string, field: string, value: number): unknown => {
  switch (field) {
    case 'subject':
    case 'location':
      return newValue(p, token)
    case 'body':
      return { type: 'text', content: newValue(p, token) }
    case 'time':
      ++p.log.values
      return appointmentTime(p, value, false)
    case 'due':
    case 'start':
      return instantOf(p.nowMs + (++p.log.values % 300) * 86_400_000).slice(0, 10)
    case 'progress':
      return value % 2 === 0 ? { status: 'completed', percent: 100, completedOn: instantOf(p.nowMs).slice(0, 10) } : { status: 'inProgress', percent: 1 + (++p.log.values % 98), completedOn: null }
    case 'importance':
      return (['low', 'normal', 'high'] as const)[value % 3]
    default:
      return (['free', 'tentative', 'busy', 'oof'] as const)[value % 4]
  }
}

const editable = (kind: Item['kind'], series: boolean): ReadonlyArray<string> =>
  kind === 'email' ? ['subject', 'body'] : kind === 'appointment' && series ? ['subject', 'body', 'location'] : fieldNames[kind]

const note = (p: Play, side: 'outlook' | 'crm', id: string, token: string, field: string, was: unknown, value: unknown): void => {
  const theirs = (e: (typeof p.log.edits)[number]): boolean => (e.side !== side || (side === 'crm' && e.database !== p.database)) && e.field === field && e.token === token
  const lastSettled = p.log.edits.findLastIndex((e) => theirs(e) && e.settled)
  const kept = p.log.edits.filter((e, i) => !(theirs(e) && i <= lastSettled))
  p.log.edits.splice(0, p.log.edits.length, ...kept)
  // There and back again before anybody saw it is no edit.
  const same = (e: (typeof p.log.edits)[number]): boolean => e.side === side && e.id === id && e.field === field
  const settledAt = p.log.edits.findLastIndex((e) => same(e) && e.settled)
  const unseen = p.log.edits.filter((e, i) => same(e) && i > settledAt)
  const first = unseen[0]
  if (first !== undefined && sameToAPerson(field, first.was, value)) {
    p.log.edits.splice(0, p.log.edits.length, ...p.log.edits.filter((e) => !unseen.includes(e)))
    return
  }
  p.log.edits.push({ side, database: side === 'crm' ? p.database : null, id, token, field, was, value, settled: false })
}

const editItem = (p: Play, item: Item, fieldNumber: number, value: number): void => {
  // As above: first the new id has to be seen.
  if (p.log.movedUnknown.has(item.id)) return
  const names = editable(item.kind, item.kind === 'appointment' && item.recurrence !== null)
  const field = names[fieldNumber % names.length] as string
  const written = editedValue(p, tokenOf(item.fields), field, value)
  const same = sameToAPerson(field, fieldOf(item.fields, field), written)
  p.mailbox.person.edit(item.id, { [field]: written } as Patch)
  // Saying again what is there already is no edit, to either side.
  if (!same) note(p, 'outlook', item.id, tokenOf(item.fields), field, fieldOf(item.fields, field), written)
}

const editActivity = (p: Play, a: Activity, fieldNumber: number, value: number): void => {
  const names = editable(a.kind, false)
  const field = names[fieldNumber % names.length] as string
  const written = editedValue(p, tokenOf(a.fields), field, value)
  const same = sameToAPerson(field, fieldOf(a.fields, field), written)
  p.crms[p.database].person.edit(a.id, { [field]: written } as Patch)
  if (!same) note(p, 'crm', a.id, tokenOf(a.fields), field, fieldOf(a.fields, field), written)
}

const emailFields = (p: Play, token: string, from: string, to: ReadonlyArray<string>): Extract<Item, { readonly kind: 'email' }>['fields'] => ({
  subject: newValue(p, token),
  body: { type: 'html', content: `<html><body>${token} <img src="cid:logo"></body></html>` },
  sentAt: instantOf(p.nowMs),
  from: { address: from, name: null },
  to: to.map((address) => ({ address, name: 'Somebody' })),
  cc: [],
  bcc: []
})

const files: { readonly [name: string]: { readonly name: string; readonly bytes: Uint8Array; readonly contentId?: string; readonly inline?: boolean; readonly type?: 'item' } } = {
  pdf: { name: 'offer.pdf', bytes: new TextEncoder().encode('%PDF-1.4 a small document\n%%EOF') },
  program: { name: 'invoice.pdf', bytes: new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]) },
  'picture-called-pdf': { name: 'scan.pdf', bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]) },
  text: { name: 'notes.txt', bytes: new TextEncoder().encode('some notes') },
  embedded: { name: 'forwarded.msg', bytes: new Uint8Array([1, 2, 3]), type: 'item' },
  inline: { name: 'logo.png', bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), contentId: 'logo', inline: true }
}

const isLinked = (p: Play, key: 'itemId' | 'activityId', id: string): boolean => p.store.linksOf({ user, database: p.database }).some((l) => l[key] === id)

const emailShapes: { readonly [S in EmailShape]: ItemDetails<'email'> } = {
  plain: {},
  draft: { folder: 'drafts' },
  junk: { folder: 'junk' },
  meeting: { messageType: 'meeting' },
  report: { messageType: 'report' }
}

const series = (rule: string, cancelled: ReadonlyArray<string> = []): ItemDetails<'appointment'> => ({ recurrence: { rule, cancelled, exceptions: [] } })

const appointmentShape = (shape: ItemShape, fields: Extract<Item, { readonly kind: 'appointment' }>['fields']): ItemDetails<'appointment'> => {
  const local = fields.time.allDay ? `${fields.time.start}T00:00:00` : fields.time.start.local
  switch (shape) {
    case 'series':
      return series('FREQ=WEEKLY;COUNT=6')
    case 'dead-series':
      return series('FREQ=DAILY;COUNT=1', [local])
    case 'far-series':
      return series('FREQ=YEARLY;COUNT=3', [local])
    case 'broken-rule':
      return series('FREQ=SECONDLY')
    case 'called-off':
      return { cancelled: true }
    case 'attendee':
      return { role: 'attendee', organizer: { address: 'bo@beta.example', name: 'Bo' }, attendees: [{ address: ownAddress, name: null }] }
    case 'plain':
    case 'private':
    case 'all-day':
    case 'broken-time':
      return {}
  }
}

const onItem = (p: Play, step: Extract<Step, { readonly do: 'trash-item' | 'restore-item' | 'purge-item' | 'change-id' | 'copy-item' }>): void => {
  const { person } = p.mailbox
  const all = person.list()
  const among = step.do === 'restore-item' ? all.filter((i) => i.place === 'deletedItems') : all.filter((i) => i.place === 'normal')
  const item = choose(among, step.pick)
  if (item === undefined) return
  switch (step.do) {
    case 'trash-item':
      person.moveToDeletedItems(item.id)
      p.log.trashed.add(item.id)
      return
    case 'restore-item':
      person.restore(item.id)
      p.log.trashed.delete(item.id)
      return
    case 'purge-item':
      if (!p.log.madeItems.has(item.id) && !isLinked(p, 'itemId', item.id)) p.log.untraceable.add(tokenOf(item.fields))
      person.deletePermanently(item.id)
      return
    case 'change-id': {
      // Under a new id, with other values and without an identity nothing can be known again, nor when our own last write to it was not noted; ports promise not to do that.
      if (item.identity === null && item.ownKey === null && (!p.log.lastPassEnded || p.log.edits.some((e) => e.token === tokenOf(item.fields) && !e.settled))) return
      const moved = person.changeId(item.id)
      if (moved === null) return
      if (moved.identity === null && moved.ownKey === null) p.log.movedUnknown.add(moved.id)
      if (p.log.madeItems.has(item.id)) p.log.madeItems.add(moved.id)
      for (const ids of p.log.syncedItems.values()) if (ids.delete(item.id)) ids.add(moved.id)
      p.log.edits.forEach((e, i) => {
        if (e.side === 'outlook' && e.id === item.id) p.log.edits[i] = { ...e, id: moved.id }
      })
      return
    }
    case 'copy-item': {
      const copy = person.copy(item.id)
      if (copy === null) return
      p.log.madeItems.add(copy.id)
      p.log.copied.add(tokenOf(item.fields))
    }
  }
}

const onActivity = (p: Play, step: Extract<Step, { readonly do: 'delete-activity' | 'restore-activity' | 'give-away' | 'take-back' }>): void => {
  const { person } = p.crms[p.database]
  if (step.do === 'restore-activity') {
    const id = choose([...p.log.deletedActivities].filter((k) => k.startsWith(`${p.database} `)), step.pick)?.slice(p.database.length + 1)
    if (id !== undefined && person.restore(id) !== null) p.log.deletedActivities.delete(`${p.database} ${id}`)
    return
  }
  const owner = step.do === 'take-back' ? otherUser : user
  const a = choose(person.list().filter((x) => x.owner === owner && tokenOf(x.fields) !== ''), step.pick)
  if (a === undefined) return
  // Made by a pass that died before it could note it, and deleted or given away before the next: nothing of this user's tells of it, so it will be made once more.
  if (!p.log.madeActivities.has(`${p.database} ${a.id}`) && !isLinked(p, 'activityId', a.id)) p.log.untraceable.add(tokenOf(a.fields))
  if (step.do === 'delete-activity') {
    person.delete(a.id)
    p.log.deletedActivities.add(`${p.database} ${a.id}`)
    p.log.deletedTokens.add(tokenOf(a.fields))
  } else person.reassign(a.id, step.do === 'give-away' ? otherUser : user)
}

/** Plays any step but passes, answers and commands. */
export const playPeople = (p: Play, step: Exclude<Step, { readonly do: 'pass' | 'answer' | 'transfer' | 'switch-database' | 'send-from-crm' }>): void => {
  const { person } = p.mailbox
  switch (step.do) {
    case 'receive-email': {
      const token = newToken(p)
      const email = person.receiveEmail(emailFields(p, token, choose(correspondents, step.from) as string, [ownAddress]), emailShapes[step.shape])
      p.log.madeItems.add(email.id)
      const file = files[step.attachment]
      if (file !== undefined) person.attach(email.id, file)
      return
    }
    case 'send-email': {
      const token = newToken(p)
      const sent = person.sendEmail(emailFields(p, token, ownAddress, [choose(correspondents, step.to + 3) as string, choose(correspondents, step.to) as string]))
      p.log.madeItems.add(sent.id)
      const file = files[step.attachment]
      if (file !== undefined) person.attach(sent.id, file)
      return
    }
    case 'add-item': {
      const token = newToken(p)
      const secret = step.shape === 'private'
      if (secret) p.log.alwaysPrivate.add(token)
      const sensitivity = secret ? 'private' : 'normal'
      const fields = appointmentFields(p, token, step.when, step.shape === 'all-day')
      const broken = step.shape === 'broken-time' && !fields.time.allDay ? { ...fields, time: { ...fields.time, start: fields.time.end, end: fields.time.start } } : fields
      const item =
        step.kind === 'task' ? person.add('task', taskFields(p, token, step.when), { sensitivity }) : person.add('appointment', broken, { sensitivity, ...appointmentShape(step.shape, fields) })
      p.log.madeItems.add(item.id)
      return
    }
    case 'add-twins': {
      const token = newToken(p)
      const crm = p.crms[p.database].person
      const a =
        step.kind === 'task'
          ? ((f) => [person.add('task', f), crm.addActivity(user, 'task', f)] as const)(taskFields(p, token, step.when))
          : ((f) => [person.add('appointment', f), crm.addActivity(user, 'appointment', f)] as const)(appointmentFields(p, token, step.when, false))
      p.log.madeItems.add(a[0].id)
      p.log.madeActivities.add(`${p.database} ${a[1].id}`)
      // Where the settings match nothing they are two things, and each may get a counterpart.
      p.log.copied.add(token)
      return
    }
    case 'edit-item': {
      const item = choose(person.list().filter((i) => i.place === 'normal'), step.pick)
      if (item !== undefined) editItem(p, item, step.field, step.value)
      return
    }
    case 'make-private': {
      const item = choose(person.list(), step.pick)
      if (item === undefined) return
      if (!step.on) p.log.alwaysPrivate.delete(tokenOf(item.fields))
      person.mark(item.id, { sensitivity: step.on ? 'private' : 'normal' })
      return
    }
    case 'trash-item':
    case 'restore-item':
    case 'purge-item':
    case 'change-id':
    case 'copy-item':
      return onItem(p, step)
    case 'add-activity': {
      const token = newToken(p)
      const crm = p.crms[p.database].person
      const a = step.kind === 'task' ? crm.addActivity(user, 'task', taskFields(p, token, step.when)) : crm.addActivity(user, 'appointment', appointmentFields(p, token, step.when, step.when % 4 === 0))
      p.log.madeActivities.add(`${p.database} ${a.id}`)
      return
    }
    case 'edit-activity': {
      const a = choose(p.crms[p.database].person.list().filter((x) => x.owner === user && tokenOf(x.fields) !== ''), step.pick)
      if (a !== undefined) editActivity(p, a, step.field, step.value)
      return
    }
    case 'delete-activity':
    case 'restore-activity':
    case 'give-away':
    case 'take-back':
      return onActivity(p, step)
    case 'spoil-item': {
      const item = choose(person.list(), step.pick)
      if (item !== undefined) p.spoiled.add(item.id)
      return
    }
    case 'mend-items':
      p.spoiled.clear()
      return
    case 'expire-cursors':
      if (step.side === 'outlook') p.mailbox.expireCursors()
      else p.crms[p.database].expireCursors()
      return
    case 'wait':
      p.nowMs += step.days * 86_400_000
  }
}

/** An e-mail activity that somebody wrote in the CRM, to be sent through Outlook (B2). */
export const writeEmailInCrm = (p: Play, to: number): string => {
  const token = newToken(p)
  const a = p.crms[p.database].person.addActivity(user, 'email', emailFields(p, token, ownAddress, [choose(correspondents, to) as string]))
  p.log.madeActivities.add(`${p.database} ${a.id}`)
  return a.id
}

