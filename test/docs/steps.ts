/** The steps of a page that is to be walked through from its beginning to its end. */

/** Puts a block into its file: whole if there is none yet, else in place of the declaration with which it begins. */
export const withBlock = (file: string | undefined, code: string): string => {
  if (file === undefined) return code
  const start = /^const \w+ = /.exec(code)?.[0]
  if (start === undefined) throw new Error(`a block that changes a file begins with a declaration, not with ${code.split('\n')[0] ?? ''}`)
  const from = file.startsWith(start) ? 0 : file.indexOf(`\n${start}`) + 1
  const to = file.indexOf('\n}\n', from)
  if (!file.slice(from).startsWith(start) || to < 0) throw new Error(`there is no ${start} to be replaced`)
  return `${file.slice(0, from)}${code}${file.slice(to + '\n}\n'.length)}`
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Whether an output is as quoted: line by line, where `…` by itself stands for any lines, none too, and within a line for any text. */
export const isQuotedAs = (output: string, quoted: string): boolean => {
  const lines = quoted.trimEnd().split('\n').map((line) => (line === '…' ? '(?:.*\n)*?' : `${line.split('…').map(literally).join('.*')}\n`))
  return new RegExp(`^${lines.join('')}$`).test(`${output.trimEnd()}\n`)
}

/** The words of a line of shell. */
export const wordsOf = (line: string): ReadonlyArray<string> => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? '')
