/** The contract of a mailbox port. */
import { type ContractCase, casesWith } from './contract-case'
import { mailboxFeedCases } from './mailbox-feed-cases'
import type { MailboxHarness } from './mailbox-harness'
import { mailboxReadCases } from './mailbox-read-cases'
import { mailboxSendCases } from './mailbox-send-cases'
import { mailboxWriteCases } from './mailbox-write-cases'

/** Every sentence of `MailboxPort`, as cases. `make` is called once a case. What the capabilities or the harness leave out is answered `NotApplicable`. */
export const mailboxContract = (make: () => Promise<MailboxHarness>): ReadonlyArray<ContractCase> =>
  casesWith(make, [...mailboxFeedCases, ...mailboxReadCases, ...mailboxWriteCases, ...mailboxSendCases])
