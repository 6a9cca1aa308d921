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
