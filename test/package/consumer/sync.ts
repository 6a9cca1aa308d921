/** A host in strict TypeScript: compiled against the packed tarball under every way of resolving modules. */
import { createSync, decodeSettings, mailboxFromPromises, PortFailure, type PromiseMailbox, type Report, SyncFailure, type SyncOptions } from 'outlook-crm-sync'
import { type MailboxPort, type Plan, throttled } from 'outlook-crm-sync/core'
import { memoryCrm, memoryMailbox, memoryStore } from 'outlook-crm-sync/memory'
import { type PstMailbox, pstMailbox } from 'outlook-crm-sync/pst'
import { addItemGate, defaultRules, makeGate } from 'outlook-crm-sync/rules'
import { openSqlite, sqlCrm, sqlStore } from 'outlook-crm-sync/sql'
import { mailboxContract, runStory, type Story, storyArbitrary } from 'outlook-crm-sync/testing'

const now = (): string => '2026-03-20T08:00:00.000Z'
const mailbox = memoryMailbox({ now })
const options: SyncOptions = { user: 'anna', database: 'acme', mailbox, crm: memoryCrm({ now }), store: memoryStore(), settings: { mode: 'automatic' } }

export const run = async (): Promise<Report> => {
  const sync = createSync({ ...options, rules: addItemGate(makeGate('never', 'ours', (item) => ({ saw: {}, stop: item.kind === 'email' ? 'custom:never' : null })))(defaultRules) })
  const plan: Plan = await sync.preview()
  const count: number = plan.actions.length
  try {
    return await sync.run({ full: count > 0 })
  } catch (e) {
    if (e instanceof SyncFailure && e.error._tag === 'ActiveElsewhere') throw new Error(e.error.database)
    throw e
  }
}

export const file: PstMailbox = pstMailbox({ file: 'archive.pst', ownAddresses: ['anna@acme.se'] })
export const database = async (): Promise<ReadonlyArray<unknown>> => {
  const db = await openSqlite(':memory:')
  return [sqlCrm({ db, database: 'acme' }), sqlStore({ db })]
}
export const lifted = (m: PromiseMailbox): MailboxPort => mailboxFromPromises({ ...m, read: () => Promise.reject(new PortFailure(throttled(1))) })
export const cases = mailboxContract(async () => ({ port: mailbox, dispose: async () => undefined })).length
export const play = (story: Story): Promise<unknown> => runStory(story)
export const arbitrary: typeof storyArbitrary = storyArbitrary
export const settings = decodeSettings({})

// @ts-expect-error: a settings mode is decoded, but a user is required to begin with.
export const refused: SyncOptions = { database: 'acme' }
