/** A plan as text for people: one line an entry with all that it holds, one indented line for each rule that fired. */
import type { Plan, ReconcileInput } from '../../../src/core'
import type { Subject } from '../../../src/core/plan/plan'
import type { Trace } from '../../../src/core/rule-set'

const subjectText = ({ kind, itemId, activityId, linkId, occurrence }: Subject): string => `[${kind} ${itemId}/${activityId} ${linkId}${occurrence === '' ? '' : ` @${occurrence}`}]`

/** What lets a thing go on says so in one word; the wording of the gates has tests of its own. */
const traceText = ({ rule, behaviour, saw, decided }: Trace): string => (decided === 'goes on' ? rule : `${rule} (${behaviour}): ${decided} ${JSON.stringify(saw)}`)

interface Entry {
  readonly _tag?: string
  readonly reason?: string
  readonly subject?: Subject
  readonly trace?: Trace | ReadonlyArray<Trace>
  readonly change?: { readonly link: { readonly id: string } }
}

const tracesOf = (trace: Entry['trace']): ReadonlyArray<Trace> => (trace === undefined ? [] : 'rule' in trace ? [trace] : trace)

/** Everything in a plan, but that a link which is in the input already is named by its id. */
export const tellPlan = (plan: Plan, input: ReconcileInput): string => {
  const known = new Map(input.links.map((l) => [l.id, JSON.stringify(l)]))
  const entry = (list: string, e: Entry): ReadonlyArray<string> => {
    const { _tag, reason, subject, trace, change, ...rest } = e
    const link = change === undefined ? {} : { change: { ...change, link: known.get(change.link.id) === JSON.stringify(change.link) ? `${change.link.id} as it is` : change.link } }
    const traces = tracesOf(trace)
    const passed = traces.filter((t) => t.decided === 'goes on').length
    const lines = traces.flatMap((t) => (t.decided === 'goes on' ? [] : [`    ${traceText(t)}`]))
    const head = [_tag ?? list, reason, subject === undefined ? undefined : subjectText(subject)].filter((part) => part !== undefined).join(' ')
    return [`  ${head} ${JSON.stringify({ ...rest, ...link })}`, ...(passed === 0 ? [] : [`    ${passed} gates passed`]), ...lines]
  }
  return Object.entries(plan)
    .flatMap(([list, entries]) => (entries as ReadonlyArray<Entry>).flatMap((e) => entry(list, e)))
    .join('\n')
}
