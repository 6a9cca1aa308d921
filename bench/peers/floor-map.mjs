/** The least that such work costs in JavaScript: two Maps and a version compare. Nothing is kept. */
import { editedOf, editsOf, expect, main, recordsOf, steady, timed } from './records.mjs'

const copy = (r) => ({ ...r, attendees: [...r.attendees] })

main(async (count) => {
  const records = recordsOf(count)
  const a = new Map(records.map((r) => [r.id, r]))
  const b = new Map()
  const links = new Map()
  const settle = (id, ours, theirs) => {
    const known = links.get(id)
    const [oursChanged, theirsChanged] = [ours !== undefined && ours.updatedAt !== known, theirs !== undefined && theirs.updatedAt !== known]
    if (!oursChanged && !theirsChanged) return 0
    const winner = oursChanged && (!theirsChanged || ours.updatedAt >= theirs.updatedAt) ? ours : theirs
    if (winner === ours) b.set(id, copy(winner))
    else a.set(id, copy(winner))
    links.set(id, winner.updatedAt)
    return 1
  }
  const changed = (ofA, ofB) => {
    const left = new Map(ofB.map((r) => [r.id, r]))
    let writes = 0
    for (const r of ofA) {
      writes += settle(r.id, r, left.get(r.id))
      left.delete(r.id)
    }
    for (const r of left.values()) writes += settle(r.id, undefined, r)
    return writes
  }
  const scan = () => {
    let writes = 0
    for (const [id, r] of a) writes += settle(id, r, b.get(id))
    return writes
  }
  const [S1, first] = await timed(() => changed([...a.values()], []))
  const feed = await steady(300, async () => changed([], []))
  const [full, none] = await timed(scan)
  const edits = editsOf(count)
  for (const n of edits.a) a.set(records[n].id, editedOf(records[n], 'a'))
  for (const n of edits.b) b.set(records[n].id, editedOf(records[n], 'b'))
  const [S3, third] = await timed(() => changed(edits.a.map((n) => a.get(records[n].id)), edits.b.map((n) => b.get(records[n].id))))
  expect('S1', first, count)
  expect('S2', none, 0)
  expect('S3', third, edits.distinct)
  return { S1, 'S2 feed': feed, 'S2 scan': full, S3 }
})
