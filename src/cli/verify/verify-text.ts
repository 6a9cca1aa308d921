/** What was found out, as a list of what is to be done. */
import { quoted } from '../output'
import { type Broken, harnessItself, type PortReport, type Sentence } from './sentence'

/** How many sentences stand where. */
export interface Counts {
  readonly broken: number
  readonly notApplicable: number
  readonly proved: number
  readonly notTried: number
}

const sentencesOf = (ports: ReadonlyArray<PortReport>): ReadonlyArray<Sentence> => ports.flatMap((p) => p.sentences)

export const countsOf = (ports: ReadonlyArray<PortReport>): Counts => {
  const all = sentencesOf(ports)
  const count = (tag: Sentence['verdict']['_tag']): number => all.filter((s) => s.verdict._tag === tag).length
  return { broken: count('Broken'), notApplicable: count('NotApplicable'), proved: count('Proved'), notTried: ports.reduce((n, p) => n + p.notTried, 0) }
}

const headingOf = (s: Sentence): string => `${s.port}, ${s.function}`

/** Sentences under the function that they are about, each function where it is first mentioned. */
const underHeadings = (all: ReadonlyArray<Sentence>, linesOf: (under: ReadonlyArray<Sentence>) => ReadonlyArray<string>): ReadonlyArray<string> =>
  [...new Set(all.map(headingOf))].flatMap((heading) => [`  ${heading}`, ...linesOf(all.filter((s) => headingOf(s) === heading))])

const isBroken = (s: Sentence): s is Sentence & { readonly verdict: Broken } => s.verdict._tag === 'Broken'

const failureLines = ({ what, expected, came }: Broken): ReadonlyArray<string> => [`          ${what}:`, `            expected ${expected}`, `            got ${came}`]

const sameFailure = (a: Broken | undefined, b: Broken | undefined): boolean => a !== undefined && b !== undefined && a.what === b.what && a.expected === b.expected && a.came === b.came

/** Neighbours that failed the same way are told together. */
const brokenLines = (under: ReadonlyArray<Sentence>): ReadonlyArray<string> => {
  const broken = under.filter(isBroken)
  return broken.flatMap((s, i) => [`    [ ] ${s.sentence}`, ...(sameFailure(s.verdict, broken[i + 1]?.verdict) ? [] : failureLines(s.verdict))])
}

const notApplicableLines = (under: ReadonlyArray<Sentence>): ReadonlyArray<string> => under.map((s) => `    [-] ${s.sentence} (${s.verdict._tag === 'NotApplicable' ? s.verdict.because : ''})`)

const provedLines = (under: ReadonlyArray<Sentence>): ReadonlyArray<string> => under.map((s) => `    [x] ${s.sentence}`)

const section = (title: string, all: ReadonlyArray<Sentence>, linesOf: (under: ReadonlyArray<Sentence>) => ReadonlyArray<string>): ReadonlyArray<string> =>
  all.length === 0 ? [] : [`${title}:`, ...underHeadings(all, linesOf), '']

const sentences = (n: number): string => `${n} ${n === 1 ? 'sentence' : 'sentences'}`

/** What most sentences wait for that the harness does not have. */
const missingFromHarness = (all: ReadonlyArray<Sentence>): { readonly what: string; readonly waiting: number } | null => {
  const missing = all.flatMap(({ verdict }) => (verdict._tag === 'NotApplicable' ? (/^the harness has no (.*)$/.exec(verdict.because)?.[1] ?? []) : []))
  const most = [...new Set(missing)].map((what) => ({ what, waiting: missing.filter((m) => m === what).length })).sort((a, b) => b.waiting - a.waiting)
  return most[0] ?? null
}

/**
 * One thing to do next: the first sentence that is broken, else what the harness lacks, else keeping it so.
 * @param isPart whether only a part of the sentences was asked for
 */
export const nextThing = (ports: ReadonlyArray<PortReport>, isPart: boolean): string => {
  const all = sentencesOf(ports)
  const first = all.find(isBroken)
  if (first?.function === harnessItself) return `put right what ${first.port}() makes: ${first.verdict.what}`
  if (first !== undefined) return `${headingOf(first)}: ${first.sentence}`
  if (isPart) return 'the other sentences: verify without --only and --port'
  const missing = missingFromHarness(all)
  if (missing !== null) return `give the harness a ${missing.what}: ${sentences(missing.waiting)} cannot be tried without`
  return 'run the suites in your own tests, so that it stays so'
}

/** The command that tries the first broken sentence alone; `null` where none is broken, or the harness is. */
const again = (ports: ReadonlyArray<PortReport>, command: string): string | null => {
  const first = sentencesOf(ports).find(isBroken)
  return first === undefined || first.function === harnessItself ? null : `Only the first: ${command} --port ${first.port} --only ${quoted(first.sentence)}`
}

const countsText = ({ broken, notApplicable, proved, notTried }: Counts): string =>
  `${broken} broken, ${notApplicable} not applicable, ${proved} proved${notTried === 0 ? '' : `, ${notTried} not tried`}`

/** @param command how to verify the same module again */
export const verifyLines = (ports: ReadonlyArray<PortReport>, command: string, isPart: boolean): ReadonlyArray<string> => {
  const all = sentencesOf(ports)
  const only = again(ports, command)
  return [
    ...section('To do', all.filter(isBroken), brokenLines),
    ...section('Not applicable', all.filter((s) => s.verdict._tag === 'NotApplicable'), notApplicableLines),
    ...section('Proved', all.filter((s) => s.verdict._tag === 'Proved'), provedLines),
    ...(only === null ? [] : [only]),
    `${countsText(countsOf(ports))}. Next: ${nextThing(ports, isPart)}`
  ]
}
