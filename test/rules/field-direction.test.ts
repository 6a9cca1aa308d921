import { describe, expect, it } from 'vitest'
import { fieldNames } from '../../src/core/model/fields'
import type { Direction } from '../../src/core/settings/settings'
import { directionOfField } from '../../src/rules/field-direction'
import { context } from './examples'

/** What a kind's direction (outer) and a field's (inner) make together: `C` to the CRM, `O` to Outlook. */
const table: { readonly [K in Direction]: { readonly [F in Direction]: string } } = {
  none: { none: '', toCrm: '', toOutlook: '', both: '' },
  toCrm: { none: '', toCrm: 'C', toOutlook: '', both: 'C' },
  toOutlook: { none: '', toCrm: '', toOutlook: 'O', both: 'O' },
  both: { none: '', toCrm: 'C', toOutlook: 'O', both: 'CO' }
}
const show = ({ toCrm, toOutlook }: ReturnType<typeof directionOfField>): string => `${toCrm ? 'C' : ''}${toOutlook ? 'O' : ''}`
const directions = Object.keys(table) as ReadonlyArray<Direction>

describe('where a field may go (B19 within B4, B5)', () => {
  it.each(directions)('kind %s', (kind) => {
    for (const field of directions) {
      const ctx = context({ settings: { appointment: { direction: kind }, task: { direction: kind }, fields: { appointment: { body: field }, task: { due: field } } } })
      expect(show(directionOfField('appointment', 'body', ctx))).toBe(table[kind][field])
      expect(show(directionOfField('task', 'due', ctx))).toBe(table[kind][field])
      expect(show(directionOfField('task', 'body', ctx))).toBe(table[kind].both)
    }
  })
  it('of an e-mail is to the CRM, or nowhere', () => {
    for (const field of fieldNames.email) {
      expect(show(directionOfField('email', field, context()))).toBe('C')
      expect(show(directionOfField('email', field, context({ settings: { email: { incoming: false } } })))).toBe('C')
      expect(show(directionOfField('email', field, context({ settings: { email: { incoming: false, outgoing: false } } })))).toBe('')
    }
    expect(show(directionOfField('email', 'body', context({ settings: { fields: { email: { body: 'toOutlook' } } } })))).toBe('')
  })
  it('of a field that has no setting is where its kind goes, whatever its name', () => {
    for (const field of ['own', 'constructor', '__proto__']) expect(show(directionOfField('task', field, context()))).toBe('CO')
  })
})
