/** The contract of a store port. */
import { type ContractCase, casesWith } from './contract-case'
import type { StoreHarness } from './store-harness'
import { storeJournalCases } from './store-journal-cases'
import { storeLeaseCases } from './store-lease-cases'
import { storeLinkCases } from './store-link-cases'
import { storeMemoryCases } from './store-memory-cases'
import { storePruneCases } from './store-prune-cases'
import { storeWriteCases } from './store-write-cases'

/** Every sentence of `StorePort`, as cases. `make` is called once a case. */
export const storeContract = (make: () => Promise<StoreHarness>): ReadonlyArray<ContractCase> => casesWith(make, [...storeLinkCases, ...storeMemoryCases, ...storeJournalCases, ...storeWriteCases, ...storeLeaseCases, ...storePruneCases])
