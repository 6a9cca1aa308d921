/** PouchDB: two databases kept in step both ways. `PEER_ADAPTER` is `memory` or `leveldb`, `PEER_DIRECTORY` where files go. */
import PouchDB from 'pouchdb-core'
import replication from 'pouchdb-replication'
import { editedOf, editsOf, expect, main, recordsOf, steady, timed } from './records.mjs'

const adapter = process.env.PEER_ADAPTER ?? 'memory'
PouchDB.plugin((await import(`pouchdb-adapter-${adapter}`)).default).plugin(replication)

const documentOf = ({ id, ...rest }) => ({ _id: id, ...rest })

main(async (count) => {
  const open = (name) => new PouchDB(name, { adapter, prefix: adapter === 'memory' ? '' : `${process.env.PEER_DIRECTORY}/${process.pid}-` })
  const [a, b] = [open('a'), open('b')]
  const records = recordsOf(count)
  const revisions = []
  for (let i = 0; i < count; i += 5000) for (const { rev } of await a.bulkDocs(records.slice(i, i + 5000).map(documentOf))) revisions.push(rev)
  await b.info()
  const once = () => a.sync(b, { live: false, batch_size: 100 })
  const sync = () => timed(once)
  const edit = async (db, numbers, side) => {
    for (const { error } of await db.bulkDocs(numbers.map((n) => ({ ...documentOf(editedOf(records[n], side)), _rev: revisions[n] })))) expect('an edit', error, undefined)
  }
  const [S1, first] = await sync()
  // Its second pass sees the first one's own writes come back; in those after it nothing has changed.
  const [echo] = await sync()
  const feed = await steady(30, once)
  const edits = editsOf(count)
  await edit(a, edits.a, 'a')
  await edit(b, edits.b, 'b')
  const [S3, third] = await sync()
  expect('S1', first.push.docs_written, count)
  expect('S3 there', third.push.docs_written, edits.a.length)
  expect('S3 back', third.pull.docs_written, edits.b.length)
  const revisionsOf = async (db) => JSON.stringify((await db.allDocs()).rows.map((r) => [r.id, r.value.rev]))
  expect('both sides', await revisionsOf(a), await revisionsOf(b))
  await a.destroy()
  await b.destroy()
  return { S1, echo, 'S2 feed': feed, S3 }
})
