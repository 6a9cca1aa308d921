/** What comes in from a host is decoded here, whatever its types promised: a mistake is told by the field that it is in. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { checked, decodeWith, integerBetween, NonEmpty, oneOf, stringWhere } from '../core/codec'
import { ContactHit } from '../core/model/contact'
import type { Request } from '../core/rule-set'
import { Stop } from '../core/pass/port-call'

/** The value, or a stop with `InvalidInput`. What a person wrote is told by its type only. */
export const atDoor = <A>(field: string, codec: t.Type<A, unknown, unknown>, value: unknown): A => {
  const r = decodeWith(codec, false)(value)
  if (E.isRight(r)) return r.right
  // What may be left out is a choice of two: that the whole is not nothing either is no news.
  const told = r.left.length > 1 ? r.left.filter((e) => e.field !== '(root)') : r.left
  throw new Stop({ _tag: 'InvalidInput', errors: told.map((e) => ({ ...e, field: e.field === '(root)' ? field : e.field.startsWith('[') ? `${field}${e.field}` : `${field}.${e.field}` })) })
}

/** Left out, or a value. */
export const optional = <C extends t.Mixed>(codec: C): t.UnionC<[C, t.UndefinedC]> => t.union([codec, t.undefined], `${codec.name}, or nothing`)

export const Id = NonEmpty
export const WhichSide = optional(oneOf('outlook', 'crm'))

/** At most 1000 ids. */
export const Ids = checked('at most 1000 non-empty ids', (u): u is ReadonlyArray<string> => Array.isArray(u) && u.length <= 1000 && u.every((id) => typeof id === 'string' && id !== ''))

/** Ids of contacts, or contacts as `findContacts` gives them; at most 1000 of one sort. */
export const Recipients = checked('at most 1000 ids of contacts, or contacts that were found', (u): u is ReadonlyArray<string> | ReadonlyArray<ContactHit> => Array.isArray(u) && u.length <= 1000 && (u.every((x) => typeof x === 'string' && x !== '') || u.every((x) => ContactHit.is(x))))

const Text = stringWhere('a text of 1 to 300 characters', (s) => s.trim() !== '' && s.length <= 300)
export const SearchText = Text
export const ContactValuesQuestion = t.intersection(
  [
    t.type({ address: Text, contact: t.union([t.type({ name: Text }), t.type({ contactId: NonEmpty })], '{ name } of a new contact, or { contactId }') }),
    t.partial({ person: t.union([t.type({ name: Text }), t.null], '{ name }, or null'), phone: t.union([Text, t.null], 'a text, or null') })
  ],
  'values of a contact'
)

/** How many rows a list has at most. */
export const Limit = integerBetween(1, 1000)

/** An object with these keys and no others, so that a misspelt one is told. */
const only = <P extends t.Props>(name: string, props: P): t.Type<t.TypeOf<t.PartialC<P>>, unknown, unknown> => {
  const codec = t.partial(props, name)
  return new t.Type(
    name,
    codec.is,
    (u, c) => {
      const decoded = codec.validate(u, c)
      if (E.isLeft(decoded)) return decoded
      if (Array.isArray(u)) return t.failure(u, c, name)
      const known = Object.keys(props)
      const unknown = Object.keys(u as object).find((k) => !known.includes(k))
      return unknown === undefined ? decoded : t.failure((u as { readonly [k: string]: unknown })[unknown], [...c, { key: unknown, type: t.undefined }], `one of the keys ${known.join(', ')}`)
    },
    t.identity
  )
}

export const RunQuestion = optional(only('options of a pass', { full: t.boolean, allowMassDeletion: t.boolean }))
export const PreviewQuestion = optional(only('options of a preview', { full: t.boolean }))
export const UndoQuestion = optional(only('options of an undo', { dryRun: t.boolean }))
export const RestoreQuestion = optional(only('options of a restore', { fields: t.readonlyArray(NonEmpty) }))
export const ConflictsQuestion = optional(only('options of conflicts', { all: t.boolean, limit: Limit }))

const LeftOut = t.union([NonEmpty, t.type({ item: NonEmpty, attachment: NonEmpty })], 'an item id, or { item, attachment }')
export const SelectionQuestion = t.intersection([
  t.type({ items: t.union([t.readonlyArray(NonEmpty), t.literal('all')], "item ids, or 'all'") }),
  t.partial({ without: t.readonlyArray(LeftOut) })
], 'a selection')

export const toRequest = (s: t.TypeOf<typeof SelectionQuestion>): Request => {
  const without = s.without ?? []
  return {
    _tag: 'Transfer',
    items: s.items,
    withoutItems: without.filter((w) => typeof w === 'string'),
    withoutAttachments: without.flatMap((w) => (typeof w === 'string' ? [] : [`${w.item}/${w.attachment}`]))
  }
}
