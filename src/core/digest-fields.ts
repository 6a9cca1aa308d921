import { digestText } from './digest'
import { fieldNames, type Kind } from './model/fields'
import type { RuleSet } from './rule-set'

/** Digests of some fields, in the form that a base keeps. */
export const digestFields = (rules: Pick<RuleSet, 'canonical'>, kind: Kind, fields: object, names: ReadonlyArray<string> = fieldNames[kind]): { readonly [field: string]: string } => {
  const out: Record<string, string> = {}
  for (const f of names) out[f] = digestText(rules.canonical(kind, f, (fields as { readonly [name: string]: unknown })[f]))
  return out
}
