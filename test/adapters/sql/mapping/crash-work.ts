/** What a pass does to a host's tables, for a process that is killed in the middle of it, and for the one that comes after it. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { sqlCrm } from '../../../../src/adapters/sql/index'
import type { Mapping, SqlDatabase } from '../../../../src/adapters/sql/index'
import type { PortError } from '../../../../src/core/errors'
import type { CrmPort, CrmWrite } from '../../../../src/core/ports/crm'
import { commitLink, create, sample } from '../fixtures'
import { espoCrm } from './espo-crm'
import { suiteCrm } from './suite-crm'

export const mappings: { readonly [name: string]: Mapping } = { SuiteCRM: { ...suiteCrm, notice: { by: 'modifiedAt' } }, EspoCRM: { ...espoCrm, notice: { by: 'comparison' } } }

/** The bytes of documents are files in `folder`. */
export const openCrm = (db: SqlDatabase, mapping: Mapping, folder: string): CrmPort =>
  sqlCrm({ db, mapping, database: 'acme', now: () => '2026-11-24T11:00:00.000Z', functions: { storeDocument: ({ id, bytes }) => (existsSync(join(folder, id)) ? undefined : writeFileSync(join(folder, id), bytes)) } })

const orThrow = async <A>(task: TaskEither<PortError, A>): Promise<A> => {
  const answer = await task()
  if (E.isLeft(answer)) throw new Error(JSON.stringify(answer.left))
  return answer.right
}

/** Looks for what the host changed; makes two e-mails with three addressees each and an appointment, edits one task of the host's, deletes another, and adds a document; each with its link. What was done before is not done again. */
export const work = async (crm: CrmPort, name: string, from: string | null): Promise<string> => {
  const { changes, cursor } = await orThrow(crm.changes('anna', from))
  const [edited, deleted] = await orThrow(crm.read([`task:edit-${name}`, `task:gone-${name}`]))
  if (from !== null && !changes.some((c) => c._tag === 'Present' && c.activity.id === `task:edit-${name}`) && edited?._tag === 'Found' && edited.activity.fields.subject !== 'Edited') throw new Error('the host’s change was not told')
  const to = [{ address: 'anna@acme.se', name: 'Anna' }, { address: 'eva@acme.se', name: null }]
  const writes: ReadonlyArray<CrmWrite> = [
    ...['mail', 'other-mail'].map((key) => create('email', `${name}-${key}`, { fields: { ...sample.email, to, cc: [{ address: `new-${name}@kund.se`, name: 'New' }] }, commit: commitLink(`${name}-${key}`) })),
    ...(edited?._tag === 'Found' && edited.activity.fields.subject !== 'Edited'
      ? [{ _tag: 'UpdateActivity', kind: 'task', id: edited.id, owner: 'anna', version: edited.activity.version, patch: { subject: 'Edited' }, commit: commitLink(`${name}-edit`) } as const]
      : []),
    ...(deleted?._tag === 'Found' ? [{ _tag: 'DeleteActivity', kind: 'task', id: deleted.id, owner: 'anna', version: deleted.activity.version, commit: commitLink(`${name}-gone`) } as const] : []),
    { _tag: 'AddDocument', key: `${name}-file`, activity: `task:edit-${name}`, owner: 'anna', name: `${name}.pdf`, mimeType: 'application/pdf', bytes: new Uint8Array([1, 2, 3]), commit: commitLink(`${name}-file`) },
    create('appointment', `${name}-meeting`, { commit: commitLink(`${name}-meeting`) })
  ]
  const answers = await orThrow(crm.write(writes))
  for (const a of answers) if (E.isLeft(a)) throw new Error(JSON.stringify(a.left))
  return cursor
}
