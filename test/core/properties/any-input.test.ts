/** L1, L4, L8, L9, L11 of reconcile on arbitrary small inputs: few ids, few values, so that everything collides with everything. */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { reconcile, reasonText, type Plan, type ReconcileInput } from '../../../src/core'
import { indexInput } from '../../../src/core/reconcile/input'
import type { Activity } from '../../../src/core/model/activity'
import type { Decision } from '../../../src/core/model/decision'
import type { Item } from '../../../src/core/model/item'
import type { Link } from '../../../src/core/model/link'
import type { ActivityRead } from '../../../src/core/ports/crm'
import type { ItemRead } from '../../../src/core/ports/mailbox'
import { defaultRules } from '../../../src/rules'
import { runs } from '../../runs'
import { appointment, appointmentActivity, email, emailActivity, series, task, taskActivity } from '../../rules/examples'
import { agreed, conflictOf, deletionOf, inputOf, missing, registered, unreadable } from '../reconcile/scene'

const itemIds = ['i1', 'i2', 'i3', 'i4']
const activityIds = ['x1', 'x2', 'x3']
const subject = fc.constantFrom('one', 'two', 'One ', 'SECRET')
const kind = fc.constantFrom('email' as const, 'appointment' as const, 'task' as const)
const at = fc.constantFrom('2026-11-24T07:00:00.000Z', '2026-11-24T07:30:00.000Z')

const anItem = (id: string): fc.Arbitrary<Item> =>
  fc
    .record({
      kind,
      subject,
      identity: fc.constantFrom(null, 'uid-1', 'uid-2'),
      ownKey: fc.constantFrom(null, null, 'ocs1:acme:activity:x1:0', 'ocs1:beta:activity:x1:0', 'ocs1:acme:activity:x2:0'),
      place: fc.constantFrom('normal' as const, 'normal' as const, 'deletedItems' as const),
      sensitivity: fc.constantFrom('normal' as const, 'normal' as const, 'private' as const),
      version: fc.constantFrom('v1', 'v2'),
      recurring: fc.constantFrom(null, 'FREQ=WEEKLY;COUNT=3', 'FREQ=SECONDLY'),
      modifiedAt: at
    })
    .map(({ kind: k, subject: s, recurring, ...common }) => {
      // Whatever is private holds the word that may be in no plan, and nothing else does.
      const held = common.sensitivity === 'private' ? 'SECRET' : s === 'SECRET' ? 'two' : s
      const over = { id, ...common }
      if (k === 'email') return email({ ...over, attachments: [{ id: 'f', name: 'a.pdf', mimeType: null, size: 1, inline: false, contentId: null, type: 'file' }] }, { subject: held })
      if (k === 'task') return task(over, { subject: held })
      return recurring === null ? appointment(over, { subject: held }) : series(recurring, { ...over, fields: { ...appointment().fields, subject: held } })
    })

const anActivity = (id: string): fc.Arbitrary<Activity> =>
  fc.record({ kind, subject, owner: fc.constantFrom('anna', 'anna', 'bert'), ownKey: fc.constantFrom(null, null, 'ocs1:acme:item:k:0'), version: fc.constantFrom('w1', 'w2'), modifiedAt: at }).map(({ kind: k, subject: s, ...over }) => {
    const fields = { subject: s === 'SECRET' ? 'two' : s }
    const whole = { id, ...over }
    return { ...(k === 'email' ? emailActivity(whole, fields) : k === 'task' ? taskActivity(whole, fields) : appointmentActivity(whole, fields)), version: over.version, modifiedAt: over.modifiedAt } as Activity
  })

const settings = fc.record(
  {
    mode: fc.constantFrom('automatic', 'manual'),
    task: fc.record({ direction: fc.constantFrom('both', 'none', 'toCrm', 'toOutlook') }),
    conflict: fc.record({ policy: fc.constantFrom('latest', 'ask', 'outlook', 'crm') }),
    deletion: fc.record({ inOutlook: fc.record({ task: fc.constantFrom('ask', 'always', 'never') }) }),
    privacy: fc.record({ private: fc.constantFrom('skip', 'busy') }),
    recurrence: fc.record({ mode: fc.constantFrom('first', 'next', 'each') }),
    firstRun: fc.record({ match: fc.constantFrom('exact', 'loose', 'off') })
  },
  { requiredKeys: [] }
)

interface Drawn {
  readonly items: ReadonlyArray<Item>
  readonly activities: ReadonlyArray<Activity>
}
/** A link of some item and activity of one kind, as it was at some time: what it says of them may be long out of date. */
const aLink = ({ items, activities }: Drawn, n: number): fc.Arbitrary<Link | null> =>
  fc.record({ item: fc.nat(), activity: fc.nat(), closed: fc.boolean(), origin: fc.constantFrom('outlook' as const, 'crm' as const), stale: fc.boolean(), generation: fc.nat({ max: 1 }), occurrence: fc.constantFrom('', '', '', '2026-12-01T09:30:00') }).map((l) => {
    const item = items[l.item % items.length]
    const same = activities.filter((a) => a.kind === item?.kind)
    const activity = same[l.activity % Math.max(1, same.length)]
    if (item === undefined || activity === undefined) return null
    const made = agreed(item, activity, { id: `l${n}`, origin: l.origin, generation: l.generation, ...(item.kind === 'appointment' && item.recurrence !== null ? { occurrence: l.occurrence } : {}), ...(l.closed ? { state: 'closed', closed: 'both-deleted' } : {}) })
    return l.stale ? { ...made, item: { version: 'v0', fields: { ...made.item.fields, subject: 'stale' } }, activity: { version: 'w0', fields: made.activity.fields } } : made
  })

/** An item has one link for each of its occurrences, an activity one. */
const consistent = (links: ReadonlyArray<Link | null>): ReadonlyArray<Link> => {
  const taken = new Set<string>()
  return links.flatMap((l) => {
    if (l === null || taken.has(l.activityId) || taken.has(`${l.itemId}/${l.occurrence}`) || (l.occurrence === '' ? [...taken].some((t) => t.startsWith(`${l.itemId}/`)) : taken.has(`${l.itemId}/`))) return []
    taken.add(l.activityId)
    taken.add(`${l.itemId}/${l.occurrence}`)
    return [l]
  })
}

const anInput: fc.Arbitrary<ReconcileInput> = fc
  .record({ items: fc.tuple(...itemIds.map(anItem)), activities: fc.tuple(...activityIds.map(anActivity)) })
  .chain((drawn) =>
    fc.record({
      drawn: fc.constant(drawn),
      links: fc.tuple(...[1, 2, 3].map((n) => aLink(drawn, n))).map(consistent),
      itemStates: fc.tuple(...itemIds.map(() => fc.constantFrom('found', 'found', 'found', 'missing', 'failed', 'left out'))),
      activityStates: fc.tuple(...activityIds.map(() => fc.constantFrom('found', 'found', 'found', 'missing', 'failed', 'left out'))),
      asked: fc.array(fc.constantFrom('deletion', 'deletion answered', 'conflict', 'conflict answered', 'nothing', 'nothing'), { minLength: 3, maxLength: 3 }),
      request: fc.constantFrom<ReconcileInput['request']>({ _tag: 'Pass' }, { _tag: 'Pass' }, { _tag: 'Transfer', items: 'all', withoutItems: ['i2'], withoutAttachments: [] }, { _tag: 'Transfer', items: ['i1', 'i2'], withoutItems: [], withoutAttachments: [] }),
      settings,
      doubtful: fc.boolean()
    })
  )
  .map(({ drawn, links, itemStates, activityStates, asked, request, settings: chosen, doubtful }) => {
    const linkedItems = new Set(links.map((l) => l.itemId))
    const linkedActivities = new Set(links.map((l) => l.activityId))
    // An input is closed: of what is linked, both sides are in it.
    const items = drawn.items.flatMap((i, n): ReadonlyArray<Item | ItemRead> => (itemStates[n] === 'missing' ? [missing(i.id)] : itemStates[n] === 'failed' ? [unreadable(i.id)] : itemStates[n] === 'left out' && !linkedItems.has(i.id) ? [] : [i]))
    const activities = drawn.activities.flatMap((a, n): ReadonlyArray<Activity | ActivityRead> => (activityStates[n] === 'missing' ? [missing(a.id)] : activityStates[n] === 'failed' ? [unreadable(a.id)] : activityStates[n] === 'left out' && !linkedActivities.has(a.id) ? [] : [a]))
    const decisions = links.flatMap((l, n): ReadonlyArray<Decision> => {
      switch (asked[n]) {
        case 'deletion':
          return [deletionOf(l)]
        case 'deletion answered':
          return [deletionOf(l, { state: 'answered', answer: 'delete-activity' })]
        case 'conflict':
          return [conflictOf(l, 'subject')]
        case 'conflict answered':
          return [conflictOf(l, 'subject', { state: 'answered', answer: 'crm' })]
        default:
          return []
      }
    })
    return inputOf({
      items,
      activities,
      links,
      decisions,
      request,
      settings: chosen,
      contacts: [registered('bo@customer.example'), registered('bo@customer.example', 'c0')],
      fileTypes: [{ itemId: 'i1', attachmentId: 'f', type: { mimeType: 'application/pdf', extension: 'pdf', executable: false } }],
      similar: [taskActivity({ id: 'x9' }, { subject: 'one' })],
      doubtful: doubtful ? links.map((l) => ({ linkId: l.id, side: 'crm', fields: ['subject'] })) : []
    })
  })

const shuffled = (input: ReconcileInput, salt: number): ReconcileInput => {
  const order = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> => {
    const twice = [...values, ...values.slice(0, salt % (values.length + 1))]
    return twice.map((v, i) => [(i * 7919 + salt * 104_729) % 101, i, v] as const).sort((a, b) => a[0] - b[0] || b[1] - a[1]).map(([, , v]) => v)
  }
  return { ...input, items: order(input.items), activities: order(input.activities), links: order(input.links), decisions: order(input.decisions), contacts: order(input.contacts), similar: order(input.similar), fileTypes: order(input.fileTypes), doubtful: order(input.doubtful) }
}

const plan = reconcile(defaultRules)
const numRuns = runs(3000)
const entriesOf = (p: Plan) => [...p.actions, ...p.remember, ...p.decisions, ...p.skips]

it('L1: neither order nor repetition counts, and the plan is plain JSON', () =>
  fc.assert(
    fc.property(anInput, fc.nat({ max: 1000 }), (input, salt) => {
      const text = JSON.stringify(plan(input))
      expect(JSON.stringify(plan(shuffled(input, salt)))).toBe(text)
      expect(JSON.stringify(plan(JSON.parse(JSON.stringify(input)) as ReconcileInput))).toBe(text)
      expect(JSON.parse(text)).toEqual(plan(input))
    }),
    { numRuns }
  ))

it('L11: every item and activity is the subject of some entry, and every entry has a reason and a trace', () =>
  fc.assert(
    fc.property(anInput, (input) => {
      const p = plan(input)
      for (const e of entriesOf(p)) {
        expect(reasonText(e.reason)).not.toBe('')
        expect(e.trace.length, JSON.stringify(e)).toBeGreaterThan(0)
      }
      const subjects = new Set(entriesOf(p).flatMap((e) => [`item ${e.subject.itemId}`, `activity ${e.subject.activityId}`]))
      for (const i of input.items) expect(subjects).toContain(`item ${i.id}`)
      // The activity of a first transfer that is gone: the new transfer says so in its link.
      const replaced = new Set(p.actions.flatMap((a) => (a._tag === 'CreateActivity' ? [a.change.link.activityId] : [])))
      for (const a of input.activities) if (!(a._tag === 'Missing' && replaced.has(a.id))) expect(subjects).toContain(`activity ${a.id}`)
    }),
    { numRuns }
  ))

it('L4, L9: at most one write an entity, no activity claimed twice, no link with two fates, no two actions with one id', () =>
  fc.assert(
    fc.property(anInput, (input) => {
      const p = plan(input)
      const unique = (values: ReadonlyArray<unknown>, what: string): void => expect(values, what).toHaveLength(new Set(values).size)
      unique(p.actions.map((a) => a.id), 'action ids')
      unique(p.actions.flatMap((a) => (a._tag === 'UpdateActivity' || a._tag === 'DeleteActivity' ? [a.activityId] : [])), 'activities written')
      unique(p.actions.flatMap((a) => (a._tag === 'UpdateItem' || a._tag === 'TrashItem' ? [a.itemId] : [])), 'items written')
      unique(p.actions.flatMap((a) => ('ownKey' in a ? [a.ownKey] : [])), 'own keys')
      unique(p.remember.map((r) => r.id), 'remembered')
      unique(p.decisions.map((d) => d.decision.id), 'decisions')
      const activityOfLink = new Map<string, Set<string>>()
      for (const e of [...p.actions, ...p.remember]) if (e.change.link.activityId !== '') activityOfLink.set(e.change.link.activityId, (activityOfLink.get(e.change.link.activityId) ?? new Set()).add(e.change.link.id))
      for (const [activity, links] of activityOfLink) expect([...links], `links of ${activity}`).toHaveLength(1)
      for (const a of p.actions) if ('patch' in a) expect(Object.keys(a.patch)).not.toEqual([])
    }),
    { numRuns }
  ))

it('L6, L8: nothing of another owner is written, and what is private is nowhere in the plan', () =>
  fc.assert(
    fc.property(anInput, (input) => {
      const p = plan(input)
      const ix = indexInput(defaultRules, input)
      const owned = (id: string): boolean => ix.activityState(id)._tag === 'Present' || input.similar.some((a) => a.id === id)
      for (const a of p.actions) if (a._tag === 'UpdateActivity' || a._tag === 'DeleteActivity') expect(owned(a.activityId), a.activityId).toBe(true)
      for (const a of p.actions) if (a._tag === 'DeleteActivity') expect(['answered-delete', 'policy-delete']).toContain(a.reason)
      expect(JSON.stringify(p)).not.toContain('SECRET')
    }),
    { numRuns }
  ))

it('the inputs reach every kind of entry', () => {
  const seen = new Set<string>()
  for (const input of fc.sample(anInput, { numRuns: 3000 })) for (const e of entriesOf(plan(input))) seen.add('_tag' in e ? `${e._tag} ${e.reason}` : e.reason)
  for (const wanted of ['CreateActivity new-item', 'CreateActivity transferred-by-hand', 'CreateItem new-activity', 'UpdateActivity changed-in-outlook', 'UpdateItem changed-in-crm', 'DeleteActivity answered-delete', 'DeleteActivity policy-delete', 'TrashItem deleted-in-crm', 'AddDocument attachment-selected', 'Open deleted-in-outlook', 'Open conflict-to-decide', 'Withdraw restored-in-outlook', 'Withdraw settled-meanwhile', 'Done answer-carried-out', 'id-changed', 'recognised-by-key', 'recognised-as-same', 'back-again', 'copy-of-linked', 'private', 'link-closed', 'owned-by-other', 'both-deleted', 'item-deleted-permanently'])
    expect([...seen], wanted).toContain(wanted)
})
