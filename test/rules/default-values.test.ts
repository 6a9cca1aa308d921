import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/core/model/fields'
import type { Item } from '../../src/core/model/item'
import { applyDefaults } from '../../src/rules/default-values'
import { appointment, context, email, mailbox, register, task } from './examples'

const withTemplate = (subjectTemplate: string) => ({ defaults: { email: { subjectTemplate }, appointment: { subjectTemplate }, task: { subjectTemplate } } })
const contactsOf = register({ 'bo@customer.example': ['c1', 'p1'] })
const bo = { contactId: 'c1', contactPersonId: 'p1' }
const subjectOf = (item: Item, template: string, contact: typeof bo | null = bo): string => applyDefaults(item, item.fields, contact, context({ contactsOf, settings: withTemplate(template) })).fields.subject

describe('default values (B8)', () => {
  it('change nothing where nothing is chosen', () => {
    for (const item of [email(), appointment(), task()]) {
      const { attributes, fields } = applyDefaults(item, item.fields, null, context())
      expect(attributes).toEqual({ type: null, status: null, priority: null, project: null, responsible: null, private: false })
      expect(fields).toEqual(item.fields)
    }
  })
  it('are those of the kind', () => {
    const values = { type: 'T', status: 'S', priority: 'P', project: 'J', responsible: 'R', private: true }
    const examples = { email: email(), appointment: appointment(), task: task() }
    for (const kind of kinds)
      for (const other of kinds) {
        const { attributes, trace } = applyDefaults(examples[other], examples[other].fields, null, context({ settings: { defaults: { [kind]: values } } }))
        expect(attributes.type).toBe(kind === other ? 'T' : null)
        if (kind === other) expect(attributes).toEqual(values)
        expect(trace).toEqual({ rule: 'default-values', behaviour: 'B8', saw: { ...attributes, kind: other, subjectTemplate: '{subject}' }, decided: 'applied to the new activity' })
      }
  })
})

describe('the subject template', () => {
  it.each<[string, Item, string]>([
    ['{kind}: {subject} ({contact}, {from})', email(), 'email: Offer (Name of p1, Bo)'],
    ['{subject} {subject}', email(), 'Offer Offer'],
    ['{from}: {subject}', email({}, { from: mailbox('bo@customer.example') }), 'bo@customer.example: Offer'],
    ['{from}: {subject}', email({}, { from: mailbox('bo@customer.example', ' ') }), 'bo@customer.example: Offer'],
    ['{from}: {subject}', email({}, { from: mailbox('bo@customer.example', 'Bo\r\nB') }), 'Bo B: Offer'],
    ['{from}: {subject}', email({}, { from: null }), ': Offer'],
    ['{from}: {subject}', appointment({ organizer: mailbox('o@x.example', 'Olle') }), 'Olle: Meeting'],
    ['{from}: {subject}', task(), ': Call back'],
    ['{subject} {unknown} {Subject} {constructor} {', email(), 'Offer {unknown} {Subject} {constructor} {'],
    ['{{subject}}', email(), '{Offer}'],
    ['{subject}-{kind}', email({}, { subject: '{kind} $& {from}' }), '{kind} $& {from}-email']
  ])('%s', (template, item, expected) => {
    expect(subjectOf(item, template)).toBe(expected)
  })
  it('tells no contact where there is none', () => {
    expect(subjectOf(email(), '[{contact}] {subject}', null)).toBe('[] Offer')
  })
  it('tells neither contact nor sender of a private item', () => {
    expect(subjectOf(email({ sensitivity: 'private' }), '{contact}|{from}|{subject}')).toBe('||Offer')
  })
  it('law: puts in the subject as it is, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string(), (subject) => {
        expect(subjectOf(email({}, { subject }), 'x {subject} y')).toBe(`x ${subject} y`)
      })
    )
  })
})
