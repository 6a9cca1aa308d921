/** Expansions: extended properties by their ids, and attachments. */
import type { SingleValueLegacyExtendedProperty } from '@microsoft/microsoft-graph-types'
import { refuse } from '../http/answer'
import type { Preferences } from '../http/prefer'
import { canonicalPropertyId, expandedIds } from '../odata/extended-property'
import { readSelect, type Query } from '../odata/query'
import type { ExtendedProperty, StoredItem } from '../state/model'
import { project } from '../odata/project'
import { attachmentResource, attachmentSpec } from './attachment'

/** What the store keeps as properties anyway, by MAPI tag: message class and sensitivity of messages, which have no such property in Graph. */
const computedProperties = (item: StoredItem): ReadonlyArray<ExtendedProperty> => {
  if (item.kind !== 'message') return []
  const held = item.properties.some((p) => canonicalPropertyId(p.id) === 'integer 0x36')
  return [{ id: 'String 0x001A', value: item.data.messageClass }, ...(held ? [] : [{ id: 'Integer 0x0036', value: '0' }])]
}

export const propertiesOf = (item: StoredItem): ReadonlyArray<ExtendedProperty> => [...item.properties, ...computedProperties(item)]

/** Named as the request names them; those that the item does not have are left out. */
const expandProperties = (item: StoredItem, ids: ReadonlyArray<string>): ReadonlyArray<SingleValueLegacyExtendedProperty> =>
  ids.flatMap((id) => {
    const wanted = canonicalPropertyId(id)
    const held = propertiesOf(item).find((p) => canonicalPropertyId(p.id) === wanted)
    return held === undefined ? [] : [{ id, value: held.value }]
  })

export const expandItem = (item: StoredItem, query: Query, preferences: Preferences): object => {
  const expanded: Record<string, unknown> = {}
  for (const { name, filter, select } of query.expand) {
    if (name === 'singleValueExtendedProperties') {
      const ids = filter === null ? refuse(400, 'ErrorInvalidUrlQuery', 'An expansion of extended properties needs a filter by id.') : expandedIds(filter)
      const values = expandProperties(item, ids)
      if (values.length > 0) expanded[name] = values
    }
    if (name === 'attachments') {
      const selected = { select: readSelect(attachmentSpec, select?.join(',') ?? null), expand: [] }
      expanded[name] = item.attachments.map((a) => project(attachmentSpec, selected, attachmentResource(a, preferences)))
    }
    if (name === 'linkedResources' && item.kind === 'task') expanded[name] = item.linkedResources
  }
  return expanded
}
