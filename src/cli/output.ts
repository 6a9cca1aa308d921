/** Writing for people and for programs. */

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
export const selfCommand = (): string => ((process.argv[1] ?? '').endsWith('.ts') ? 'npx tsx src/cli/main.ts' : 'npx outlook-crm-sync')

/** A text as one word of a shell. */
export const quoted = (s: string): string => (/^[A-Za-z0-9_./:@=-]+$/.test(s) ? s : `'${s.replace(/'/g, `'\\''`)}'`)
