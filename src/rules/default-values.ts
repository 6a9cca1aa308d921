/** B8: what a new activity gets from the user's default values. */
import type { Mailbox } from '../core/model/fields'
import type { Item } from '../core/model/item'
import type { RuleSet } from '../core/rule-set'
import { nameOfContact } from './assign-contact'
import { isPrivate } from './sensitivity'
import { trace } from './verdict'

/** Names come from strangers, and a subject is one line. */
const oneLine = (s: string): string => s.replace(/\s+/g, ' ').trim()

const nameOf = (party: Mailbox | null): string => (party === null ? '' : oneLine(party.name ?? '') || oneLine(party.address))

const senderOf = (item: Item): string => (item.kind === 'email' ? nameOf(item.fields.from) : item.kind === 'appointment' ? nameOf(item.organizer) : '')

/**
 * The attributes and the subject of an activity that is about to be created; an update never asks. In the template
 * `{subject}`, `{contact}` (its name), `{from}` (name, else address, of sender or organizer) and `{kind}` are replaced,
 * each once: what is put in is not searched for placeholders again. Any other text in braces stays. Of a private item
 * neither contact nor sender is told.
 */
export const applyDefaults: RuleSet['applyDefaults'] = (item, fields, contact, context) => {
  const { subjectTemplate, ...attributes } = context.settings.defaults[item.kind]
  const values: { readonly [placeholder: string]: () => string } = {
    subject: () => fields.subject,
    contact: () => (contact === null ? '' : oneLine(nameOfContact(item, contact, context) ?? '')),
    from: () => (isPrivate(item) ? '' : senderOf(item)),
    kind: () => item.kind
  }
  const subject = subjectTemplate.replace(/\{(subject|contact|from|kind)\}/g, (text, placeholder: string) => values[placeholder]?.() ?? text)
  return {
    attributes,
    fields: { ...fields, subject },
    trace: trace('default-values', 'B8', { ...attributes, kind: item.kind, subjectTemplate }, 'applied to the new activity')
  }
}
