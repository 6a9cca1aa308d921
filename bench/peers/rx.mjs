/** RxDB: one collection replicated with another, in memory, a thousand documents at a time. */
import { createRxDatabase, rxStorageInstanceToReplicationHandler } from 'rxdb/plugins/core'
import { replicateRxCollection } from 'rxdb/plugins/replication'
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory'
import { editedOf, editsOf, expect, main, recordsOf, steady, timed } from './records.mjs'

const text = { type: 'string' }
const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 40 }, subject: text, body: text, start: text, end: text, location: text, attendees: { type: 'array', items: text }, updatedAt: { type: 'number' } },
  required: ['id', 'subject']
}

main(async (count) => {
  const storage = getRxStorageMemory()
  const open = async (name) => {
    const db = await createRxDatabase({ name, storage, multiInstance: false, eventReduce: false })
    await db.addCollections({ records: { schema } })
    return db
  }
  const [ofA, ofB] = [await open('a'), await open('b')]
  const [a, b] = [ofA.records, ofB.records]
  const records = recordsOf(count)
  for (let i = 0; i < count; i += 5000) expect('inserts', (await a.bulkInsert(records.slice(i, i + 5000))).error.length, 0)
  const master = rxStorageInstanceToReplicationHandler(b.storageInstance, b.conflictHandler, ofB.token)
  const once = async () => {
    const state = replicateRxCollection({
      collection: a,
      replicationIdentifier: 'bench',
      live: false,
      waitForLeadership: false,
      pull: { batchSize: 1000, handler: (checkpoint, size) => master.masterChangesSince(checkpoint, size) },
      push: { batchSize: 1000, handler: (rows) => master.masterWrite(rows) }
    })
    let failure
    state.error$.subscribe((e) => { failure = e })
    await state.awaitInitialReplication()
    await state.awaitInSync()
    await state.cancel()
    if (failure !== undefined) throw failure
  }
  const sync = () => timed(once)
  const edit = async (collection, numbers, side) => expect('edits', (await collection.bulkUpsert(numbers.map((n) => editedOf(records[n], side)))).error.length, 0)
  const [S1] = await sync()
  const [echo] = await sync()
  const feed = await steady(30, once)
  const edits = editsOf(count)
  await edit(a, edits.a, 'a')
  await edit(b, edits.b, 'b')
  const [S3] = await sync()
  const subjectsOf = async (collection) => (await collection.find().exec()).map((d) => [d.id, d.subject]).sort(([x], [y]) => (x < y ? -1 : 1))
  const [onA, onB] = [await subjectsOf(a), await subjectsOf(b)]
  expect('records', onA.length, count)
  expect('edited', onA.filter(([, subject], n) => subject !== records[n].subject).length, edits.distinct)
  expect('both sides', JSON.stringify(onA), JSON.stringify(onB))
  return { S1, echo, 'S2 feed': feed, S3 }
})
