/** The least that an honest engine costs: a digest of each record's content, and links in a SQLite file, by the driver that the engine uses too. */
import { hash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { editedOf, editsOf, expect, main, recordsOf, steady, timed } from './records.mjs'

const copy = (r) => ({ ...r, attendees: [...r.attendees] })
const digest = (r) => hash('sha1', JSON.stringify([r.subject, r.body, r.start, r.end, r.location, r.attendees]), 'base64')

main(async (count) => {
  const directory = mkdtempSync(join(tmpdir(), 'ocs-floor-'))
  try {
    const db = new Database(join(directory, 'links.db'))
    db.exec('pragma journal_mode = wal; pragma synchronous = normal')
    db.exec('create table links (a text primary key, b text not null unique, digest text not null) without rowid; create table cursors (side text primary key, cursor text) without rowid')
    const find = db.prepare('select b, digest from links where a = ?')
    const put = db.prepare('insert into links values (?, ?, ?) on conflict (a) do update set digest = excluded.digest')
    const cursor = db.prepare('select cursor from cursors where side = ?')
    const putCursor = db.prepare('insert into cursors values (?, ?) on conflict (side) do update set cursor = excluded.cursor')
    const all = db.prepare('select a, digest from links')

    const records = recordsOf(count)
    const a = new Map(records.map((r) => [r.id, r]))
    const b = new Map()
    let seq = 0
    const settle = (id, ours, theirs) => {
      const known = find.get([id])?.digest
      const [ofOurs, ofTheirs] = [ours && digest(ours), theirs && digest(theirs)]
      const [oursChanged, theirsChanged] = [ours !== undefined && ofOurs !== known, theirs !== undefined && ofTheirs !== known]
      if (!oursChanged && !theirsChanged) return 0
      const winner = oursChanged && (!theirsChanged || ours.updatedAt >= theirs.updatedAt) ? ours : theirs
      if (winner === ours) b.set(id, copy(winner))
      else a.set(id, copy(winner))
      put.run([id, id, winner === ours ? ofOurs : ofTheirs])
      return 1
    }
    const changed = (ofA, ofB) => {
      cursor.get(['a'])
      cursor.get(['b'])
      if (ofA.length + ofB.length === 0) return 0
      const left = new Map(ofB.map((r) => [r.id, r]))
      let writes = 0
      db.exec('begin immediate')
      for (const r of ofA) {
        writes += settle(r.id, r, left.get(r.id))
        left.delete(r.id)
      }
      for (const r of left.values()) writes += settle(r.id, undefined, r)
      seq += 1
      putCursor.run(['a', String(seq)])
      putCursor.run(['b', String(seq)])
      db.exec('commit')
      return writes
    }
    const scan = () => {
      let different = 0
      for (const { a: id, digest: known } of all.iterate()) if (digest(a.get(id)) !== known || digest(b.get(id)) !== known) different += 1
      return different
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
    db.close()
    return { S1, 'S2 feed': feed, 'S2 scan': full, S3 }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})
