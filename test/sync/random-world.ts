/** A small world in which people do things by chance. */
import * as fc from 'fast-check'
import { email, meeting, type Small, small, task } from './world'

export type Deed =
  | { readonly do: 'mail' | 'stranger' | 'send' | 'task' | 'meeting' | 'private' | 'crm-task' | 'crm-meeting' | 'twins' }
  | { readonly do: 'edit-item' | 'edit-activity' | 'trash' | 'restore' | 'purge' | 'delete-activity' | 'attach' | 'set-status'; readonly pick: number; readonly value: number }

const plain = fc.constantFrom<Deed>(...(['mail', 'stranger', 'send', 'task', 'meeting', 'private', 'crm-task', 'crm-meeting', 'twins'] as const).map((d) => ({ do: d })))
const picking = fc.record({ do: fc.constantFrom('edit-item' as const, 'edit-item' as const, 'edit-activity' as const, 'edit-activity' as const, 'trash' as const, 'restore' as const, 'purge' as const, 'delete-activity' as const, 'attach' as const, 'set-status' as const), pick: fc.nat(20), value: fc.nat(3) })

export const deeds: fc.Arbitrary<ReadonlyArray<Deed>> = fc.array(fc.oneof({ weight: 2, arbitrary: plain }, { weight: 3, arbitrary: picking }), { maxLength: 14 })

export const worlds = fc.record({ commitsWithStore: fc.boolean(), normaliseCrm: fc.boolean(), pageSize: fc.constantFrom(2, 100) })

export const settingsOf = fc.record(
  {
    conflict: fc.record({ policy: fc.constantFrom('latest', 'outlook', 'crm', 'ask') }),
    deletion: fc.record({ inOutlook: fc.record({ task: fc.constantFrom('ask', 'always', 'never'), email: fc.constantFrom('ask', 'always') }), inCrm: fc.record({ task: fc.constantFrom('made-in-crm', 'always', 'never') }) }),
    fields: fc.record({ task: fc.record({ subject: fc.constantFrom('both', 'toCrm', 'toOutlook', 'none') }) }),
    task: fc.record({ direction: fc.constantFrom('both', 'both', 'toCrm', 'toOutlook') })
  },
  { requiredKeys: [] }
)

let texts = 0

export const act = (w: Small, d: Deed): void => {
  const { person } = w.mailbox
  const text = `text ${++texts}`
  switch (d.do) {
    case 'mail':
      return void person.receiveEmail(email(text))
    case 'stranger':
      return void person.receiveEmail(email(text, 'who@nowhere.example'))
    case 'send':
      return void person.sendEmail({ ...email(text), to: [{ address: 'info@alfa.example', name: null }] })
    case 'task':
      return void person.add('task', task(text))
    case 'meeting':
      return void person.add('appointment', meeting(text, `2026-12-${10 + (texts % 10)}`))
    case 'private':
      return void person.add('task', task(text), { sensitivity: 'private' })
    case 'crm-task':
      return void w.crm.person.addActivity('anna', 'task', task(text))
    case 'crm-meeting':
      return void w.crm.person.addActivity('anna', 'appointment', meeting(text))
    case 'twins':
      person.add('appointment', meeting(text))
      return void w.crm.person.addActivity('anna', 'appointment', meeting(text))
    default: {
      const item = person.list()[d.pick % Math.max(1, person.list().length)]
      const activity = w.crm.person.list()[d.pick % Math.max(1, w.crm.person.list().length)]
      const patch = d.value === 0 ? { body: { type: 'text' as const, content: text } } : { subject: text }
      if (d.do === 'edit-item' && item !== undefined) person.edit(item.id, patch)
      if (d.do === 'edit-activity' && activity !== undefined) w.crm.person.edit(activity.id, patch)
      if (d.do === 'trash' && item !== undefined) person.moveToDeletedItems(item.id)
      if (d.do === 'restore' && item !== undefined) person.restore(item.id)
      if (d.do === 'purge' && item !== undefined) person.deletePermanently(item.id)
      if (d.do === 'delete-activity' && activity !== undefined) w.crm.person.delete(activity.id)
      if (d.do === 'attach' && item !== undefined) person.attach(item.id, { name: 'a.pdf', bytes: new TextEncoder().encode('%PDF-1.4') })
      if (d.do === 'set-status' && activity !== undefined) w.crm.person.setAttributes(activity.id, { status: text })
    }
  }
}

/** A world in which the deeds have happened. */
export const worldAfter = (o: { readonly commitsWithStore: boolean; readonly normaliseCrm: boolean; readonly pageSize: number }, all: ReadonlyArray<Deed>): Small => {
  const w = small(o)
  for (const d of all) act(w, d)
  return w
}

export const pictureOf = (w: Small): string => JSON.stringify([w.mailbox.snapshot(), w.crm.snapshot()])
