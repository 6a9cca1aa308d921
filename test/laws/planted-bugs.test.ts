/** The list of planted bugs does not go stale: each has its place in the sources, and its line in the table of what was found. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bugs } from '../../scripts/planted-bugs/bugs'

const table = readFileSync('docs/planted-bugs.md', 'utf8')

describe('planted bugs', () => {
  it('are at least thirty, ten of them of kinds that peers shipped', () => {
    expect(bugs.length).toBeGreaterThanOrEqual(30)
    expect(bugs.filter((b) => b.peer !== undefined).length).toBeGreaterThanOrEqual(10)
  })
  it.each(bugs.map((b) => [b.what, b] as const))('%s', (_, bug) => {
    expect(readFileSync(bug.file, 'utf8').split(bug.from)).toHaveLength(2)
    expect(bug.to).not.toBe(bug.from)
    expect(table).toMatch(new RegExp(`\\| ${bug.what.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} \\|`))
  })
})
