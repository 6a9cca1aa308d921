/** The contract of a CRM port. */
import { type ContractCase, casesWith } from './contract-case'
import { crmCommitCases } from './crm-commit-cases'
import { crmFeedCases } from './crm-feed-cases'
import { crmFindCases } from './crm-find-cases'
import type { CrmHarness } from './crm-harness'
import { crmRegisterCases } from './crm-register-cases'
import { crmWriteCases } from './crm-write-cases'

/** Every sentence of `CrmPort`, as cases. `make` is called once a case. What the capabilities or the harness leave out is answered `NotApplicable`. */
export const crmContract = (make: () => Promise<CrmHarness>): ReadonlyArray<ContractCase> => casesWith(make, [...crmFeedCases, ...crmFindCases, ...crmRegisterCases, ...crmWriteCases, ...crmCommitCases])
