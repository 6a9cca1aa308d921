/** B7: documents that were selected and are not there yet. */
import { expect, it } from 'vitest'
import { email, emailActivity } from '../../rules/examples'
import { agreed, planOf, said } from './scene'

const file = (id: string) => ({ id, name: `${id}.pdf`, mimeType: 'application/pdf', size: 10, inline: false, contentId: null, type: 'file' }) as const
const item = email({ attachments: [file('f1'), file('f2')] })
const activity = emailActivity()
const plan = (documents: ReadonlyArray<{ readonly attachmentId: string; readonly documentId: string | null }>) => planOf({ items: [item], activities: [activity], links: [agreed(item, activity, { documents })] })

it('a document that is there is not wanted again', () => expect(said(plan([{ attachmentId: 'f1', documentId: 'd1' }]))).toEqual(['skip unchanged']))
it('one that never got there is tried again, with the same key', () => {
  const p = plan([{ attachmentId: 'f1', documentId: 'd1' }, { attachmentId: 'f2', documentId: null }])
  expect(said(p)).toEqual(['AddDocument attachment-selected', 'skip unchanged'])
  expect(p.actions[0]).toMatchObject({ id: 'document:l1:0:f2', key: 'ocs1:acme:item:l1%2Ff2:0', itemId: 'e1', attachmentId: 'f2', name: 'f2.pdf' })
})
it('one whose attachment is gone is forgotten', () => {
  const p = plan([{ attachmentId: 'gone', documentId: null }, { attachmentId: 'f1', documentId: 'd1' }])
  expect(said(p)).toEqual(['remember time-passed'])
  expect(p.remember[0]?.change.set.documents).toEqual([{ attachmentId: 'f1', documentId: 'd1' }])
})
