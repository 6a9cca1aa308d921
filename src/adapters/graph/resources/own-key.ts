/** Where our own key stands on a resource of Graph. */
import * as t from 'io-ts'
import type { OwnKey } from '../../../core/model/ids'
import { listOf, optional, present } from './optional'

/** Properties with names of our own live under a GUID. It never changes: what was stamped under it must be found again. */
const propertySet = '{6e2b1f0c-58f4-4d0b-9c41-0f5b7ad3c2e6}'

/** The id of the extended property that carries the own key of a message or an event. */
export const ownKeyPropertyId = `String ${propertySet} Name OutlookCrmSyncKey`

/** The own key as an extended property of a message or an event that is created. */
export const ownKeyProperty = (ownKey: OwnKey): { readonly id: string; readonly value: string } => ({ id: ownKeyPropertyId, value: ownKey })

/** `$expand` of the own key alone. Without it an answer tells of no key. */
export const ownKeyExpand = `singleValueExtendedProperties($filter=id eq '${ownKeyPropertyId}')`

/** `$filter` for the messages or events with a key. Graph compares values without regard to case, so what it finds is to be compared again. */
export const ownKeyFilter = (ownKey: OwnKey): string => `singleValueExtendedProperties/Any(ep: ep/id eq '${ownKeyPropertyId}' and ep/value eq '${ownKey.replaceAll("'", "''")}')`

/** To Do has no extended properties: there the own key is the `externalId` of the linked resource of this application. */
export const linkedApplication = 'outlook-crm-sync'

/** What `$expand` of extended properties answers with. */
export const ExtendedProperties = optional(listOf(t.type({ id: present('the id of a property'), value: optional(t.string) })))

/** Graph may write the GUID and the number of a property in other cases than they were asked for; names are case-sensitive. */
const comparableId = (id: string): string => (id.includes(' Name ') ? id.replace(/\{[^}]*\}/, (guid) => guid.toLowerCase()) : id.toLowerCase())

/** The value of one extended property, or `null`. */
export const extendedProperty = (all: t.TypeOf<typeof ExtendedProperties>, id: string): string | null =>
  all?.find((p) => comparableId(p.id) === comparableId(id))?.value ?? null

/** The own key on a message or an event, or `null`. */
export const readOwnKey = (all: t.TypeOf<typeof ExtendedProperties>): OwnKey | null => extendedProperty(all, ownKeyPropertyId) || null
