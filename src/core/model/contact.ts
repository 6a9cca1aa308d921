/** The CRM's contact register, as far as synchronisation sees it. */
import * as t from 'io-ts'
import { nullable } from '../codec'

/** Who an address belongs to. A contact person's address gives the contact and the person. */
export const ContactMatch = t.readonly(
  t.type({
    /** The address that was asked for, exactly as it was asked for. */
    address: t.string,
    contactId: t.string,
    contactPersonId: nullable(t.string),
    /** What a person calls the contact. */
    name: t.string
  }),
  'ContactMatch'
)
export type ContactMatch = t.TypeOf<typeof ContactMatch>

/** A contact, or one of its persons, that a search found. */
export const ContactHit = t.readonly(
  t.type({
    contactId: t.string,
    contactPersonId: nullable(t.string),
    /** What the contact is called. */
    name: t.string,
    /** What the person is called; `null` for the contact itself. */
    personName: nullable(t.string),
    /** Of the person, or of the contact itself. */
    addresses: t.readonlyArray(t.string)
  }),
  'ContactHit'
)
export type ContactHit = t.TypeOf<typeof ContactHit>
