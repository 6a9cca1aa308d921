/** Sends an e-mail that was written in the CRM (B2). */
import * as E from 'fp-ts/lib/Either.js'
import { formatOwnKey } from '../core/model/ids'
import type { JournalEntry } from '../core/model/journal'
import type { PassEnv } from '../core/pass/env'
import { writeFenced } from '../core/pass/fenced-write'
import { orStop, Stop } from '../core/pass/port-call'

/**
 * Sends the e-mail activity through the mailbox, stamped with the activity's key: when it shows up in Sent Items it is
 * recognised as this activity and does not become a second one. Sending the same activity again sends nothing.
 */
export const sendActivity = async (env: PassEnv, activityId: string): Promise<void> => {
  const [read] = await orStop('crm', 'reading an activity', env.crm.read([activityId]))
  if (read?._tag !== 'Found' || read.activity.owner !== env.scope.user) throw new Stop({ _tag: 'NoSuchEntity', id: activityId })
  const { activity } = read
  const wrong = (field: string, got: string, expected: string): Stop => new Stop({ _tag: 'InvalidInput', errors: [{ field, got, expected }] })
  if (activity.kind !== 'email') throw wrong('activity', activity.kind, 'an e-mail activity')
  if (activity.fields.to.length + activity.fields.cc.length + activity.fields.bcc.length === 0) throw wrong('activity.fields.to', 'no recipient', 'at least one recipient')
  const ownKey = formatOwnKey({ database: env.scope.database, of: 'activity', id: activityId, generation: 0 })
  await writeFenced(env, 'making sure of the lease', [])
  const [answer] = await orStop('mailbox', 'sending', env.mailbox.write([{ _tag: 'SendEmail', ownKey, fields: activity.fields }]))
  if (answer !== undefined && E.isLeft(answer)) throw new Stop({ _tag: 'PortFailed', port: 'mailbox', during: 'sending', error: answer.left })
  // Once, however often it is sent: an undo of what was done then says that a message cannot be called back.
  const entry: JournalEntry = { id: `send:${activityId}`, pass: env.passId, at: env.now, action: 'SendEmail', reason: 'sent', linkId: null, itemId: null, activityId, losers: [], before: {} }
  await writeFenced(env, 'recording what was sent', [{ _tag: 'Journal', entry }])
}
