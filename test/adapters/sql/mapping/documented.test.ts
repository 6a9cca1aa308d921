/** The mappings in docs/mapping.md are those that the contract is proved on, to the letter. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const text = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')

it.each([
  ['suite-crm.ts', 'suiteCrm'],
  ['espo-crm.ts', 'espoCrm'],
  ['reference.ts', 'referenceTables']
])('%s', (file, name) => {
  const source = text(file)
  const from = source.indexOf(`export const ${name}: Mapping = {`)
  const mapping = source.slice(from, source.indexOf('\n}\n', from) + 3)
  expect(mapping.length).toBeGreaterThan(1000)
  expect(text('../../../../docs/mapping.md')).toContain(mapping)
})
