/** The documents that a person reads, and what stands in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface Document {
  /** Path from the root of the repository. */
  readonly path: string
  readonly text: string
}

const read = (path: string): Document => ({ path, text: readFileSync(join(root, path), 'utf8') })

export const documents: ReadonlyArray<Document> = [
  ...['README.md', 'CHANGELOG.md'].map(read),
  ...readdirSync(join(root, 'docs'))
    .filter((f) => f.endsWith('.md'))
    .sort()
    .map((f) => read(`docs/${f}`))
]

export const documentAt = (path: string): Document => {
  const found = documents.find((d) => d.path === path)
  if (found === undefined) throw new Error(`there is no ${path}`)
  return found
}

/** A fenced block: its language, what else stands behind it (`json settings`), and where it begins. */
export interface CodeBlock {
  readonly name: string
  readonly path: string
  readonly language: string
  readonly kind: string
  readonly code: string
}

export const codeBlocks: ReadonlyArray<CodeBlock> = documents.flatMap(({ path, text }) =>
  [...text.matchAll(/^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```[ \t]*$/gm)].map((m) => ({
    name: `${path}:${text.slice(0, m.index).split('\n').length}`,
    path,
    language: m[1] ?? '',
    kind: m[2] ?? '',
    code: m[3] ?? ''
  }))
)

/** Whether a block is a file, or a part of one, of a page whose blocks are steps that run in order: `ts adapter.ts`. See `walkthrough.test.ts`. */
export const isStep = (b: CodeBlock): boolean => /^[\w.-]+\.ts$/.test(b.kind)

/** The text without its code blocks. */
export const proseOf = (d: Document): string => d.text.replace(/^```[\s\S]*?^```[ \t]*$/gm, '')

/** The cells of every table row, with their backticks. */
export const tableRows = (d: Document): ReadonlyArray<ReadonlyArray<string>> =>
  proseOf(d)
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line) && !/^\|[\s:|-]+\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|'))
    )
