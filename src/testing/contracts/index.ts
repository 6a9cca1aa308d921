/** The contract suites of the three ports: what an adapter author runs, in any test runner. */
export { notApplicable, type ContractCase, type ContractOutcome } from './contract-case'
export { mailboxContract } from './mailbox-contract'
export type { MailboxHarness, MailboxPersonHarness } from './mailbox-harness'
export { crmContract } from './crm-contract'
export type { CrmHarness, CrmPersonHarness, SampleContact } from './crm-harness'
export { storeContract } from './store-contract'
export type { StoreHarness } from './store-harness'
