/** A database to test on, and a host that knows nothing of us and works on the same file with plain SQL. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import Libsql from 'libsql'
import { openSqlite } from '../../../src/adapters/sql/index'
import type { SqlDatabase } from '../../../src/adapters/sql/index'
import type { PortError } from '../../../src/core/errors'
import type { Activity, Attributes } from '../../../src/core/model/activity'
import type { FieldsOf, Kind } from '../../../src/core/model/fields'
import type { Commit, CreateActivity, CrmPort, CrmResult, CrmWrite } from '../../../src/core/ports/crm'
import type { Link } from '../../../src/core/model/link'

/** The value, or a failed test that shows the error. */
export const right = async <A>(task: TaskEither<PortError, A>): Promise<A> => valueOf(await task())

export const valueOf = <A>(e: E.Either<PortError, A>): A => {
  if (E.isLeft(e)) throw new Error(`expected a Right, got ${JSON.stringify(e.left)}`)
  return e.right
}

/** The error, or a failed test. */
export const left = async <A>(task: TaskEither<PortError, A>): Promise<PortError> => errorOf(await task())

export const errorOf = <A>(e: E.Either<PortError, A>): PortError => {
  if (E.isRight(e)) throw new Error(`expected a Left, got ${JSON.stringify(e.right)}`)
  return e.left
}

const opened: Array<() => void> = []

/** Call after each test. */
export const closeAll = (): void => {
  for (const close of opened.splice(0).reverse()) close()
}

export const newDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'ocs-sql-'))
  opened.push(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** A connection that is not ours. */
export interface Host {
  readonly run: (sql: string, ...params: ReadonlyArray<string | number | null | Uint8Array>) => void
  readonly all: (sql: string, ...params: ReadonlyArray<string | number | null>) => ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly exec: (sql: string) => void
}

export const hostOn = (file: string): Host => {
  const connection = new Libsql(file)
  opened.push(() => connection.close())
  connection.exec('pragma busy_timeout = 2000; pragma foreign_keys = on')
  return {
    run: (sql, ...params) => void connection.prepare(sql).run(...params),
    all: (sql, ...params) => connection.prepare(sql).all(...params) as ReadonlyArray<Readonly<Record<string, unknown>>>,
    exec: (sql) => void connection.exec(sql)
  }
}

export interface Fixture {
  readonly file: string
  readonly db: SqlDatabase
  readonly host: Host
}

export const newDatabase = async (options: Parameters<typeof openSqlite>[1] = {}): Promise<Fixture> => {
  const file = join(newDirectory(), 'crm.db')
  const db = await openSqlite(file, options)
  opened.push(db.close)
  return { file, db, host: hostOn(file) }
}

export const noAttributes: Attributes = { type: null, status: null, priority: null, project: null, responsible: null, private: false }

export const sample: FieldsOf = {
  email: { subject: 'Offer', body: { type: 'text', content: 'Hello' }, sentAt: '2026-11-24T08:30:00.000Z', from: { address: 'bo@kund.se', name: 'Bo' }, to: [{ address: 'anna@acme.se', name: null }], cc: [], bcc: [] },
  appointment: {
    subject: 'Meeting',
    body: { type: 'html', content: '<p>Agenda</p>' },
    location: 'Room 1',
    time: { allDay: false, start: { local: '2026-11-24T09:30:00', zone: 'Europe/Stockholm' }, end: { local: '2026-11-24T10:30:00', zone: 'Europe/Stockholm' } },
    showAs: 'busy'
  },
  task: { subject: 'Call', body: { type: 'text', content: '' }, start: null, due: '2026-12-01', progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' }
}

export const create = <K extends Kind>(kind: K, key: string, changes: Partial<CreateActivity<K>> = {}): CrmWrite =>
  ({ _tag: 'CreateActivity', kind, ownKey: key, owner: 'anna', contact: null, attributes: noAttributes, fields: sample[kind], commit: () => [], ...changes }) as CrmWrite

export const linkOf = (id: string, activityId: string): Link => ({
  id,
  kind: 'task',
  itemId: `item-${id}`,
  activityId,
  identity: null,
  occurrence: '',
  origin: 'outlook',
  state: 'open',
  closed: null,
  item: { version: '1', fields: {} },
  activity: { version: '1', fields: {} },
  documents: [],
  generation: 0,
  reviewAt: null
})

export const commitLink =
  (id: string): Commit =>
  (r) => [{ _tag: 'PutLink', link: linkOf(id, r._tag === 'Activity' ? r.activity.id : r._tag === 'Deleted' ? r.id : r.documentId) }]

export const activityOf = (r: CrmResult): Activity => {
  if (r._tag !== 'Activity') throw new Error(`expected an activity, got ${r._tag}`)
  return r.activity
}

/** Writes one effect. */
export const writeOne = async (crm: CrmPort, w: CrmWrite): Promise<E.Either<PortError, CrmResult>> => {
  const [result] = await right(crm.write([w]))
  if (result === undefined) throw new Error('no answer')
  return result
}

export const createOne = async <K extends Kind>(crm: CrmPort, kind: K, key: string, changes: Partial<CreateActivity<K>> = {}): Promise<Activity> => activityOf(valueOf(await writeOne(crm, create(kind, key, changes))))
