/** What a link becomes when an action was carried out (L2). */
import { describe, expect, it } from 'vitest'
import { digestFields } from '../../../src/core/digest-fields'
import { identityByValues } from '../../../src/core/model/identity-by-values'
import type { Link } from '../../../src/core/model/link'
import { applyChange, type Versions, type Written } from '../../../src/core/plan/link-change'
import type { LinkChange } from '../../../src/core/plan/plan'
import { defaultRules } from '../../../src/rules'
import { link, task, taskActivity } from '../../rules/examples'

const before = link({ kind: 'task', itemId: 't1', activityId: 'x1', identity: 'uid-1', item: { version: 'v1', fields: { subject: 'a', due: 'b' } }, activity: { version: 'w1', fields: { subject: 'c' } }, documents: [{ attachmentId: 'f1', documentId: null }, { attachmentId: 'f2', documentId: 'd2' }] })
const digest = (fields: object, names: ReadonlyArray<string>) => digestFields(defaultRules, 'task', fields, names)
const none: Versions = { item: null, activity: null }
const apply = (change: Partial<LinkChange>, written: Written, versions = none, of: Link = before): Link => applyChange(digest, of, { link: of, set: {}, itemFields: {}, activityFields: {}, fill: [], itemVersion: null, activityVersion: null, ...change }, written, versions)
const item = task({ id: 't9', identity: 'uid-9' }, { subject: 'as the server made it' })
const activity = taskActivity({ id: 'x9' }, { subject: 'as the CRM made it' })

describe('a link after', () => {
  it('nothing is as it was', () => expect(apply({}, { _tag: 'Nothing' })).toEqual(before))
  it('a change of our memory holds it, and the digests on which both agree', () => {
    expect(apply({ set: { state: 'closed', closed: 'both-deleted' }, itemFields: { due: 'z' }, activityFields: { due: 'y' } }, { _tag: 'Nothing' }, { item: 'v2', activity: 'w2' })).toEqual({
      ...before,
      state: 'closed',
      closed: 'both-deleted',
      item: { version: 'v2', fields: { subject: 'a', due: 'z' } },
      activity: { version: 'w2', fields: { subject: 'c', due: 'y' } }
    })
  })
  it('an update of the item holds the digests of what the server made of it, and no other id', () => {
    expect(apply({ fill: ['subject'], itemFields: { due: 'z' }, activityFields: { subject: 'q' } }, { _tag: 'Item', item })).toEqual({
      ...before,
      item: { version: 'v1', fields: { ...digest(item.fields, ['subject']), due: 'z' } },
      activity: { version: 'w1', fields: { subject: 'q' } }
    })
  })
  it('a create of the item holds its id and identity', () => {
    expect(apply({ fill: [] }, { _tag: 'Item', item }, none, { ...before, itemId: '', identity: null })).toEqual({ ...before, itemId: 't9', identity: 'uid-9' })
  })
  it('an update or create of the activity holds its id, and the digests of what the CRM made of it', () => {
    expect(apply({ fill: ['subject'], itemFields: { subject: 'q' } }, { _tag: 'Activity', activity })).toEqual({
      ...before,
      activityId: 'x9',
      item: { version: 'v1', fields: { subject: 'q', due: 'b' } },
      activity: { version: 'w1', fields: digest(activity.fields, ['subject']) }
    })
  })
  it('a create of the activity, whose item is not there yet, has no item', () => {
    expect(apply({}, { _tag: 'Activity', activity }, none, { ...before, itemId: '' })).toEqual({ ...before, itemId: '', activityId: 'x9' })
  })
  it('a document knows which', () => {
    expect(apply({}, { _tag: 'Document', attachmentId: 'f1', documentId: 'd1' }).documents).toEqual([{ attachmentId: 'f1', documentId: 'd1' }, { attachmentId: 'f2', documentId: 'd2' }])
  })
  it('anything is known by its values where it has no identity', () => {
    const known = apply({ itemFields: { due: 'z' } }, { _tag: 'Nothing' }, none, { ...before, identity: null })
    expect(known.identity).toBe(identityByValues('task', { subject: 'a', due: 'z' }))
    expect(apply({}, { _tag: 'Nothing' }, none, known).identity).toBe(known.identity)
    expect(apply({ itemFields: { due: 'y' } }, { _tag: 'Nothing' }, none, known).identity).not.toBe(known.identity)
  })
})
