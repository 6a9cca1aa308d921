/** How a host adds a rule of its own, or takes one away: each function gives a new set and leaves the given one alone. */
import type { Activity } from '../core/model/activity'
import type { Item } from '../core/model/item'
import type { Gate, Pair, RuleSet } from '../core/rule-set'

/** A gate of the same name is replaced where it stands; a new one is asked last. */
const withGate = <S>(gates: ReadonlyArray<Gate<S>>, gate: Gate<S>): ReadonlyArray<Gate<S>> =>
  gates.some((g) => g.name === gate.name) ? gates.map((g) => (g.name === gate.name ? gate : g)) : [...gates, gate]

const withoutGate = <S>(gates: ReadonlyArray<Gate<S>>, name: string): ReadonlyArray<Gate<S>> => gates.filter((g) => g.name !== name)

/**
 * Adds a gate that unlinked items pass on their way to the CRM. It gives a reason of its own as `custom:…`:
 * `addItemGate(makeGate('newsletters', 'ours', (item) => ({ saw: {}, stop: item.kind === 'email' && item.folder === 'other' ? 'custom:a newsletter' : null })))(defaultRules)`.
 */
export const addItemGate =
  (gate: Gate<Item>) =>
  (rules: RuleSet): RuleSet => ({ ...rules, itemGates: withGate(rules.itemGates, gate) })

/** Adds a gate that unlinked activities pass on their way to Outlook. */
export const addActivityGate =
  (gate: Gate<Activity>) =>
  (rules: RuleSet): RuleSet => ({ ...rules, activityGates: withGate(rules.activityGates, gate) })

/** Adds a gate that a linked pair passes whenever it is to be kept in step. */
export const addPairGate =
  (gate: Gate<Pair>) =>
  (rules: RuleSet): RuleSet => ({ ...rules, pairGates: withGate(rules.pairGates, gate) })

/** Adds a gate that an item passes before an edit in the CRM is written into it. */
export const addWriteBackGate =
  (gate: Gate<Item>) =>
  (rules: RuleSet): RuleSet => ({ ...rules, writeBackGates: withGate(rules.writeBackGates, gate) })

/** Takes the gates of a name out of all four lists. */
export const removeGate =
  (name: string) =>
  (rules: RuleSet): RuleSet => ({
    ...rules,
    itemGates: withoutGate(rules.itemGates, name),
    activityGates: withoutGate(rules.activityGates, name),
    pairGates: withoutGate(rules.pairGates, name),
    writeBackGates: withoutGate(rules.writeBackGates, name)
  })

/**
 * Replaces the answer to one question. The new rule is given the one before it, to fall back on:
 * `replaceRule('onItemDeleted', (before) => (kind, context) => kind === 'task' ? { ...before(kind, context), policy: 'never' } : before(kind, context))`.
 * Who replaces `assignContact` replaces `addressesOf` too, because only what that names is looked up.
 */
export const replaceRule =
  <K extends keyof RuleSet>(question: K, rule: (before: RuleSet[K]) => RuleSet[K]) =>
  (rules: RuleSet): RuleSet => ({ ...rules, [question]: rule(rules[question]) })
