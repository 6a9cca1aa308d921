/** The seed of every property here: fixed, so that CI is repeatable; `LAWS_SEED=7 npx vitest run test/laws` plays others. */
export const seed = Number(process.env['LAWS_SEED'] ?? 20_261_124)

/** Shrinking a failure takes a minute; who only wants to know whether there is one sets `LAWS_NO_SHRINK=1`. */
export const endOnFailure = process.env['LAWS_NO_SHRINK'] === '1'
