/** What the CRM holds. */
import * as t from 'io-ts'
import { nullable } from '../codec'
import { AppointmentFields, EmailFields, TaskFields } from './fields'
import { ActivityId, UserId } from './ids'
import { Instant } from './time'

/** What only the CRM knows of an activity; set from the user's default values when we create one (B8), never by an update. */
export const Attributes = t.readonly(
  t.type({
    type: nullable(t.string),
    status: nullable(t.string),
    priority: nullable(t.string),
    project: nullable(t.string),
    responsible: nullable(t.string),
    private: t.boolean
  }),
  'Attributes'
)
export type Attributes = t.TypeOf<typeof Attributes>

/** The contact an activity stands on, with the contact person where one was met. */
export const ContactRef = t.readonly(t.type({ contactId: t.string, contactPersonId: nullable(t.string) }), 'ContactRef')
export type ContactRef = t.TypeOf<typeof ContactRef>

const common = {
  id: ActivityId,
  /** Changes whenever the activity does. */
  version: t.string,
  owner: UserId,
  contact: nullable(ContactRef),
  /** The key of the create that made it, see OwnKey; `null` on what a person made. */
  ownKey: nullable(t.string),
  attributes: Attributes,
  modifiedAt: Instant
}

const EmailActivity = t.readonly(t.type({ kind: t.literal('email'), ...common, fields: EmailFields }))
const AppointmentActivity = t.readonly(t.type({ kind: t.literal('appointment'), ...common, fields: AppointmentFields }))
const TaskActivity = t.readonly(t.type({ kind: t.literal('task'), ...common, fields: TaskFields }))

/** Something in the CRM, of one of the three kinds. */
export const Activity = t.union([EmailActivity, AppointmentActivity, TaskActivity], 'Activity')
export type Activity = t.TypeOf<typeof Activity>
