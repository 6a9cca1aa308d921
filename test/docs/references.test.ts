/** What the documents point at is there, and what has to be in them is in them. */
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentAt, documents, proseOf, root } from './documents'

const paths = documents.map((d) => [d.path, d] as const)

describe.each(paths)('%s', (path, d) => {
  it('names only files and folders that exist', () => {
    const named = [...proseOf(d).matchAll(/`((?:src|test|docs|scripts|bench|\.ci)\/[^`\s*{]*)`/g)].map((m) => m[1] ?? '')
    expect(named.filter((p) => !existsSync(join(root, p)))).toEqual([])
  })
  it('links only to what exists, headings included', () => {
    const slug = (heading: string): string => heading.toLowerCase().replace(/[^\w\- ]/g, '').trim().replaceAll(' ', '-')
    const wrong = [...proseOf(d).matchAll(/\]\(([^)\s]+)\)/g)].flatMap((m) => {
      const target = m[1] ?? ''
      if (/^https?:/.test(target)) return []
      const [file = '', anchor] = target.split('#')
      const full = file === '' ? path : join(dirname(path), file)
      if (!existsSync(join(root, full))) return [target]
      if (anchor === undefined) return []
      const headings = [...documentAt(full).text.matchAll(/^#+ (.*)$/gm)].map((h) => slug(h[1] ?? ''))
      return headings.includes(anchor) ? [] : [target]
    })
    expect(wrong).toEqual([])
  })
})

const upTo = (letter: string, n: number): ReadonlyArray<string> => Array.from({ length: n }, (_, i) => `${letter}${i + 1}`)

it('docs/architecture.md tells of every behaviour where it lives', () => {
  const rows = [...documentAt('docs/architecture.md').text.matchAll(/^\| (B\d+) \|/gm)].map((m) => m[1])
  expect(rows).toEqual(upTo('B', 22))
})

describe('docs/laws.md', () => {
  const { text } = documentAt('docs/laws.md')
  it('states every law', () => expect([...text.matchAll(/^## (L\d+)\b/gm)].map((m) => m[1])).toEqual(upTo('L', 11)))
  it('names a test in the section of each, and there is no law test that it does not name', () => {
    const inText = (part: string): ReadonlyArray<string> => [...part.matchAll(/`(test\/laws\/[^`]*\.test\.ts)`/g)].map((m) => m[1] ?? '')
    for (const section of text.split(/^## (?=L\d)/m).slice(1)) expect([section.split('\n')[0], inText(section).length > 0]).toEqual([section.split('\n')[0], true])
    const there = readdirSync(join(root, 'test/laws')).filter((f) => f.endsWith('.test.ts')).map((f) => `test/laws/${f}`)
    expect([...new Set(inText(text))].sort()).toEqual(there.sort())
  })
})
