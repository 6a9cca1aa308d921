import { makeGate } from './gate'

/** B5: some mailboxes can only be read, such as a data file. Asked of activities that are to go there and of items that are to be changed. */
export const mailboxWrites = makeGate<unknown>('mailbox-writes', 'B5', (_, { mailbox }) => ({ saw: { writes: mailbox.writes }, stop: mailbox.writes ? null : 'mailbox-read-only' }))
