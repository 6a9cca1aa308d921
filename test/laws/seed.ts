/** The seed of every property here: fixed, so that CI is repeatable; `LAWS_SEED=7 npx vitest run test/laws` plays others. */
export const seed = Number(process.env['LAWS_SEED'] ?? 20_261_124)
