/** Set by mutation runs, in which the tests are repeated thousands of times: the most examples that a property may be tried with. */
const most = process.env['MAX_RUNS']

/** How many examples a property is tried with: as many as it asks for, or as `MAX_RUNS` allows. */
export const runs = (wanted: number): number => Math.min(wanted, Number(most ?? wanted))

/** Whether fewer examples have to do. Tests that start other processes are left out then: no mutant is active in those. */
export const inMutationRun = most !== undefined

/** Of a test that tries every single moment: how many to go on from one to the next. */
export const stride = inMutationRun ? 4 : 1
