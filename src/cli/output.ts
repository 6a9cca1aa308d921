/** Writing for people and for programs. */
import { basename, relative } from 'node:path'

/** One line to standard output. */
export const say = (line = ''): void => void process.stdout.write(`${line}\n`)

/** One JSON value to standard output. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value))

/** Rows with their numbers right-aligned before their texts. */
export const countLines = (rows: ReadonlyArray<readonly [count: number, text: string]>): ReadonlyArray<string> => {
  const width = Math.max(3, ...rows.map(([n]) => String(n).length))
  return rows.map(([n, text]) => `  ${String(n).padStart(width)}  ${text}`)
}

/** How this command line was started, for commands that it proposes. */
export const selfCommand = (): string => {
  const script = process.argv[1] ?? ''
  if (script.endsWith('.ts')) return `npx tsx ${quoted(relative(process.cwd(), script))}`
  return basename(script) === 'outlook-crm-sync' || script.includes('node_modules') ? 'npx outlook-crm-sync' : `node ${quoted(relative(process.cwd(), script))}`
}

/** A text as one word of a shell. */
export const quoted = (s: string): string => (/^[A-Za-z0-9_./:@=-]+$/.test(s) ? s : `'${s.replace(/'/g, `'\\''`)}'`)
