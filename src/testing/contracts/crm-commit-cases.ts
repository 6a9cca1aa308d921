/** The cases for documents, and for what is persisted together with a write. */
import type { AddDocument, Commit, CrmResult } from '../../core/ports/crm'
import { type DraftCase, needed, needs, notApplicable } from './contract-case'
import { activityOf, anyKind, commitNothing, createActivity, type CrmHarness, crmPersonDoes, foundActivity, sampleActivity, writeEffect } from './crm-harness'
import { ask, expectEqual, expectLeft, expectRight, expectThat, settle } from './expectations'
import { sampleKey } from './samples'
import { sampleLink, sampleTime } from './store-samples'

type Draft = DraftCase<CrmHarness>

const bytes = Uint8Array.from({ length: 300 }, (_, i) => i % 251)

const document = (h: CrmHarness, activity: string, other: Partial<AddDocument> = {}): AddDocument => ({
  _tag: 'AddDocument',
  key: sampleKey('item', 'document1'),
  activity,
  owner: h.owner,
  name: 'offer.pdf',
  mimeType: 'application/pdf',
  bytes,
  commit: commitNothing,
  ...other
})

const withDocuments =
  (prove: (h: CrmHarness) => Promise<void>) =>
  async (h: CrmHarness): Promise<void> => {
    needs(h.port.capabilities.documents, 'keep documents')
    await prove(h)
  }

const idOf = (result: CrmResult): string => (result._tag === 'Document' ? result.documentId : `no document but ${result._tag}`)

const documentCases: ReadonlyArray<Draft> = [
  {
    name: 'AddDocument: a second add with the same key answers with the first one’s document; another key is another document',
    prove: withDocuments(async (h) => {
      const { id } = await createActivity(h, anyKind(h), 1)
      const first = idOf(expectRight('AddDocument', await writeEffect(h, document(h, id))))
      expectEqual('the second answer', idOf(expectRight('AddDocument', await writeEffect(h, document(h, id, { name: 'other.pdf', bytes: bytes.slice(1) })))), first)
      const other = idOf(expectRight('AddDocument', await writeEffect(h, document(h, id, { key: sampleKey('item', 'document2') }))))
      expectThat(other !== first, 'the document under another key', 'another one', other)
      if (h.documentsOf !== undefined) expectEqual('how many documents there are', (await h.documentsOf(id)).length, 2)
    })
  },
  {
    name: 'AddDocument: the same key for another owner is another document',
    prove: withDocuments(async (h) => {
      const [mine, theirs] = [await createActivity(h, anyKind(h), 1), await createActivity(h, anyKind(h), 1, { owner: h.otherOwner })]
      const first = idOf(expectRight('AddDocument', await writeEffect(h, document(h, mine.id))))
      const other = idOf(expectRight('AddDocument for another owner', await writeEffect(h, document(h, theirs.id, { owner: h.otherOwner }))))
      expectThat(other !== first, 'the document of another owner under the same key', 'another one', other)
      if (h.documentsOf !== undefined) expectEqual('how many documents each activity has', [(await h.documentsOf(mine.id)).length, (await h.documentsOf(theirs.id)).length], [1, 1])
    })
  },
  {
    name: 'AddDocument: the document has the name and the bytes that were given',
    prove: withDocuments(async (h) => {
      const look = needed(h.documentsOf, 'way to look at documents')
      const { id } = await createActivity(h, anyKind(h), 1)
      expectRight('AddDocument', await writeEffect(h, document(h, id)))
      expectEqual('the documents', (await look(id)).map((d) => [d.name, [...d.bytes]]), [['offer.pdf', [...bytes]]])
    })
  },
  {
    name: 'AddDocument: an activity of another owner than the one named, or one that is gone, answers NotFound',
    prove: withDocuments(async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      expectLeft('AddDocument for another owner', await writeEffect(h, document(h, a.id, { owner: h.otherOwner })), 'NotFound')
      expectRight('DeleteActivity', await writeEffect(h, { _tag: 'DeleteActivity', kind: a.kind, id: a.id, owner: a.owner, version: a.version, commit: commitNothing }))
      expectLeft('AddDocument to what is gone', await writeEffect(h, document(h, a.id)), 'NotFound')
    })
  },
  {
    name: 'AddDocument: a name is never used as a path: whatever it is, the document is there or the answer is an error',
    prove: withDocuments(async (h) => {
      const { id } = await createActivity(h, anyKind(h), 1)
      const names = ['../../outside.txt', '/etc/outside', 'C:\\outside.txt', 'ordinary.txt']
      const answers = await ask('write', h.port.write(names.map((name, n) => document(h, id, { name, key: sampleKey('item', `name${n}`) }))))
      expectRight('the ordinary one', answers[3] ?? answers[0] ?? notApplicable('no answer'))
      if (h.documentsOf !== undefined) expectEqual('how many documents there are', (await h.documentsOf(id)).length, answers.filter((e) => e._tag === 'Right').length)
    })
  },
  {
    name: 'AddDocument: without a document module it answers Unsupported',
    prove: async (h) => {
      if (h.port.capabilities.documents) notApplicable('the CRM keeps documents')
      const { id } = await createActivity(h, anyKind(h), 1)
      expectLeft('AddDocument', await writeEffect(h, document(h, id)), 'Unsupported')
    }
  }
]

/** Remembers a link whose activity is the one that the result names. */
const linkTo =
  (n: number): Commit =>
  (result) => [{ _tag: 'PutLink', link: sampleLink(n, { activityId: result._tag === 'Activity' ? result.activity.id : result._tag === 'Deleted' ? result.id : result.documentId }) }]

const committed = async (h: CrmHarness, n: number): Promise<ReadonlyArray<string>> => {
  const { port, scope } = needed(h.store, 'store that is committed to')
  return (await ask('links', port.links(scope, { ids: [sampleLink(n).id], itemIds: [], activityIds: [], identities: [] }))).map((l) => l.activityId)
}

const withStore =
  (prove: (h: CrmHarness) => Promise<void>) =>
  async (h: CrmHarness): Promise<void> => {
    needs(h.port.capabilities.commitsWithStore, 'commit with the store')
    await prove(h)
  }

const commitCases: ReadonlyArray<Draft> = [
  {
    name: 'commit: where commitsWithStore, what a create, an update, a delete or a document gives to remember is in the store when it answers',
    prove: withStore(async (h) => {
      const a = await createActivity(h, anyKind(h), 1, { commit: linkTo(1) })
      expectEqual('what the create left', await committed(h, 1), [a.id])
      const updated = activityOf('UpdateActivity', await writeEffect(h, { _tag: 'UpdateActivity', kind: a.kind, id: a.id, owner: a.owner, version: a.version, patch: { subject: 'Another' }, commit: linkTo(2) }))
      expectEqual('what the update left', await committed(h, 2), [a.id])
      if (h.port.capabilities.documents) {
        const documentId = idOf(expectRight('AddDocument', await writeEffect(h, document(h, a.id, { commit: linkTo(3) }))))
        expectEqual('what the document left', await committed(h, 3), [documentId])
      }
      expectRight('DeleteActivity', await writeEffect(h, { _tag: 'DeleteActivity', kind: a.kind, id: a.id, owner: a.owner, version: updated.version, commit: linkTo(4) }))
      expectEqual('what the delete left', await committed(h, 4), [a.id])
    })
  },
  {
    name: 'commit: where commitsWithStore, what answers from before is remembered as well: a repeated create or document, a delete of what is gone',
    prove: withStore(async (h) => {
      const a = await createActivity(h, anyKind(h), 1)
      await createActivity(h, anyKind(h), 1, { commit: linkTo(1) })
      expectEqual('what the repeated create left', await committed(h, 1), [a.id])
      if (h.port.capabilities.documents) {
        const documentId = idOf(expectRight('AddDocument', await writeEffect(h, document(h, a.id))))
        expectRight('AddDocument again', await writeEffect(h, document(h, a.id, { commit: linkTo(3) })))
        expectEqual('what the repeated document left', await committed(h, 3), [documentId])
      }
      await crmPersonDoes(h, 'deleteActivity')(a.id)
      expectRight('DeleteActivity', await writeEffect(h, { _tag: 'DeleteActivity', kind: a.kind, id: a.id, owner: a.owner, version: a.version, commit: linkTo(2) }))
      expectEqual('what the delete of what is gone left', await committed(h, 2), [a.id])
    })
  },
  {
    name: 'commit: where commitsWithStore, a write that fails leaves nothing in the store, and those beside it are not affected',
    prove: withStore(async (h) => {
      const kind = anyKind(h)
      const a = await createActivity(h, kind, 1)
      const stale = { _tag: 'UpdateActivity' as const, kind, id: a.id, owner: a.owner, version: `${a.version}0`, patch: { subject: 'Stale' }, commit: linkTo(2) }
      const answers = await ask('write', h.port.write([sampleActivity(h, kind, 2, { commit: linkTo(1) }), stale, sampleActivity(h, kind, 3, { commit: linkTo(3) })]))
      expectEqual('the answers', answers.map((e) => e._tag), ['Right', 'Left', 'Right'])
      expectEqual('links of each', [(await committed(h, 1)).length, (await committed(h, 2)).length, (await committed(h, 3)).length], [1, 0, 1])
    })
  },
  {
    name: 'commit: where commitsWithStore, a write whose commit cannot be persisted is not done either',
    prove: withStore(async (h) => {
      const kind = anyKind(h)
      // No store knows this write; one that passes over it keeps the rest, and then the activity has to be there.
      const commit: Commit = (result) => [...linkTo(1)(result), { _tag: 'NoSuchWrite' } as unknown as ReturnType<Commit>[number]]
      const answer = (await ask('write', h.port.write([sampleActivity(h, kind, 1, { commit })])))[0]
      const there = (await ask('findByOwnKey', h.port.findByOwnKey(h.owner, [sampleActivity(h, kind, 1).ownKey]))).length
      expectEqual('activities and links after the answer', [there, (await committed(h, 1)).length], answer?._tag === 'Right' ? [1, 1] : [0, 0])
    })
  },
  {
    name: 'commit: where commitsWithStore, a write whose commit has a Fence that does not hold answers VersionMismatch (lease) and is not done, those beside it are not affected, and one that holds extends the lease',
    prove: withStore(async (h) => {
      const { port, scope } = needed(h.store, 'store that is committed to')
      const kind = anyKind(h)
      const a = await createActivity(h, kind, 9)
      const stale = await ask('acquireLease', port.acquireLease(scope.user, 'early', sampleTime(0), sampleTime(1)))
      const fence = await ask('acquireLease', port.acquireLease(scope.user, 'late', sampleTime(1), sampleTime(2)))
      const fenced =
        (n: number, of: number): Commit =>
        (result) => [...linkTo(n)(result), { _tag: 'Fence', fence: of, until: sampleTime(of === fence ? 5 : 50) }]
      const answers = await ask(
        'write',
        h.port.write([
          sampleActivity(h, kind, 1, { commit: fenced(1, fence) }),
          sampleActivity(h, kind, 2, { commit: fenced(2, stale) }),
          { _tag: 'UpdateActivity', kind, id: a.id, owner: a.owner, version: a.version, patch: { subject: 'Too late' }, commit: fenced(3, stale) },
          { _tag: 'DeleteActivity', kind, id: a.id, owner: a.owner, version: a.version, commit: fenced(4, stale) },
          sampleActivity(h, kind, 5, { commit: fenced(5, fence) })
        ])
      )
      expectEqual('the answers', answers.map((e) => (e._tag === 'Right' ? 'done' : [e.left._tag, e.left._tag === 'VersionMismatch' ? e.left.what : ''])), ['done', ['VersionMismatch', 'lease'], ['VersionMismatch', 'lease'], ['VersionMismatch', 'lease'], 'done'])
      const made = await Promise.all([1, 2, 5].map(async (n) => (await ask('findByOwnKey', h.port.findByOwnKey(h.owner, [sampleActivity(h, kind, n).ownKey]))).length))
      expectEqual('the activities made', made, [1, 0, 1])
      expectEqual('the activity of those that came too late', await foundActivity(h, a.id), a)
      expectEqual('links of each', await Promise.all([1, 2, 3, 4, 5].map(async (n) => (await committed(h, n)).length)), [1, 0, 0, 0, 1])
      const held = expectLeft('acquiring what another holds', await settle('acquireLease', port.acquireLease(scope.user, 'third', sampleTime(4), sampleTime(9))), 'AlreadyExists')
      expectEqual('until when it is held', held._tag === 'AlreadyExists' ? held.what : '', sampleTime(5))
    })
  },
  {
    name: 'commit: where commitsWithStore is false the caller commits: the port writes all the same',
    prove: async (h) => {
      if (h.port.capabilities.commitsWithStore) notApplicable('the CRM commits with the store')
      const a = await createActivity(h, anyKind(h), 1, { commit: linkTo(1) })
      expectEqual('the activity', await foundActivity(h, a.id), a)
      if (h.store !== undefined) expectEqual('links that the port made by itself', await committed(h, 1), [])
    }
  }
]

/** The cases for documents and commits. */
export const crmCommitCases: ReadonlyArray<Draft> = [...documentCases, ...commitCases]
