/** What becomes of a link, by the state of each of its sides: every cell of the table (B11, B13, B14, L5). */
import { describe, expect, it } from 'vitest'
import { task, taskActivity } from '../../rules/examples'
import { agreed, missing, planOf, said, unreadable } from './scene'

type ItemSide = 'Present' | 'Trashed' | 'Missing' | 'Unreadable'
type ActivitySide = 'Present' | 'Foreign' | 'Missing' | 'Unreadable'
type Table = { readonly [K in `${ItemSide}/${ActivitySide}`]: ReadonlyArray<string> }

const item = task()
const activity = taskActivity()
const items = { Present: item, Trashed: { ...item, version: 'v2', place: 'deletedItems' }, Missing: missing('t1'), Unreadable: unreadable('t1') } as const
const activities = { Present: activity, Foreign: { ...activity, version: 'w2', owner: 'bert' }, Missing: missing('x1'), Unreadable: unreadable('x1') } as const

const open: Table = {
  'Present/Present': ['skip unchanged'],
  'Present/Foreign': ['skip owned-by-other'],
  'Present/Missing': ['remember activity-deleted-in-crm'],
  'Present/Unreadable': ['skip could-not-be-read'],
  'Trashed/Present': ['Open deleted-in-outlook'],
  'Trashed/Foreign': ['skip owned-by-other'],
  'Trashed/Missing': ['remember both-deleted'],
  'Trashed/Unreadable': ['skip could-not-be-read'],
  'Missing/Present': ['remember item-deleted-permanently'],
  'Missing/Foreign': ['remember item-deleted-permanently'],
  'Missing/Missing': ['remember both-deleted'],
  'Missing/Unreadable': ['skip could-not-be-read'],
  'Unreadable/Present': ['skip could-not-be-read'],
  'Unreadable/Foreign': ['skip could-not-be-read'],
  'Unreadable/Missing': ['skip could-not-be-read'],
  'Unreadable/Unreadable': ['skip could-not-be-read']
}

const closed: Table = {
  'Present/Present': ['remember back-again'],
  'Present/Foreign': ['skip owned-by-other'],
  'Present/Missing': ['skip link-closed'],
  'Present/Unreadable': ['skip could-not-be-read'],
  'Trashed/Present': ['skip link-closed'],
  'Trashed/Foreign': ['skip link-closed'],
  'Trashed/Missing': ['skip link-closed'],
  'Trashed/Unreadable': ['skip link-closed'],
  'Missing/Present': ['skip link-closed'],
  'Missing/Foreign': ['skip link-closed'],
  'Missing/Missing': ['skip link-closed'],
  'Missing/Unreadable': ['skip link-closed'],
  'Unreadable/Present': ['skip could-not-be-read'],
  'Unreadable/Foreign': ['skip could-not-be-read'],
  'Unreadable/Missing': ['skip link-closed'],
  'Unreadable/Unreadable': ['skip could-not-be-read']
}

for (const [state, table] of [['open', open], ['closed', closed]] as const)
  describe(`an ${state === 'open' ? 'open' : 'already closed'} link`, () => {
    for (const i of Object.keys(items) as ReadonlyArray<ItemSide>)
      for (const a of Object.keys(activities) as ReadonlyArray<ActivitySide>) {
        const cell = `${i}/${a}` as const
        it(`item ${i}, activity ${a}: ${table[cell].join(', ')}`, () => {
          const link = agreed(item, activity, state === 'open' ? {} : { state, closed: 'item-deleted-permanently' })
          const plan = planOf({ items: [items[i]], activities: [activities[a]], links: [link] })
          expect(said(plan)).toEqual(table[cell])
          const [entry] = [...plan.remember, ...plan.decisions, ...plan.skips]
          expect(entry?.subject).toEqual({ kind: 'task', itemId: 't1', activityId: 'x1', linkId: 'l1', occurrence: '' })
        })
      }
  })

describe('a link that closes or opens', () => {
  it('says why it closed, and changes nothing else', () => {
    const [r] = planOf({ items: [missing('t1')], activities: [activity], links: [agreed(item, activity)] }).remember
    expect(r?.change).toMatchObject({ set: { state: 'closed', closed: 'item-deleted-permanently' }, itemFields: {}, activityFields: {}, itemVersion: null, activityVersion: null })
  })
  it('that opens again begins another generation, and what was edited meanwhile goes across', () => {
    const link = agreed(item, activity, { state: 'closed', closed: 'activity-deleted-in-crm', generation: 2 })
    const plan = planOf({ items: [edited('while away')], activities: [activity], links: [link] })
    expect(said(plan)).toEqual(['UpdateActivity changed-in-outlook'])
    expect(plan.actions[0]?.change.set).toMatchObject({ state: 'open', closed: null, generation: 3 })
  })
})

const edited = (subject: string) => ({ ...item, version: 'v9', fields: { ...item.fields, subject } })
