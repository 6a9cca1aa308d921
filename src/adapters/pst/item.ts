/** One item, from its node. */
import type { Item } from '../../core/model/item'
import { instantOf } from '../../core/model/time'
import { readAppointment } from './appointment'
import { classify } from './classes'
import { readEmail, type Common } from './email'
import type { Folder } from './folders'
import { readBoolean, readInteger, readTime, type Properties } from './format/properties'
import { codepageOf, firstInstant, namedProperty, readText, type Reading } from './reading'
import { tags } from './tags'
import { readTask } from './task'
import { cleanLine } from './text/text'

const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const

/** Without a time of change, where the node's data stands: nothing is ever overwritten in place, so a change moves it. */
const placeInFile = (r: Reading, id: number): string => {
  const node = r.file.node(id)
  return `${node?.data ?? 0}.${node?.subnodes ?? 0}`
}

const readCommon = (r: Reading, id: number, p: Properties, folder: Folder, modifiedInTable: () => number | null): Common => {
  const modified = readTime(p.get(tags.lastModificationTime)) ?? modifiedInTable()
  const sensitivity = sensitivities[readInteger(p.get(tags.sensitivity)) ?? 0] ?? 'normal'
  return {
    id: String(id),
    version: modified === null ? placeInFile(r, id) : instantOf(modified),
    ownKey: null,
    place: folder.place,
    // Calendar and task items have a check box of their own, and some programs set only that.
    sensitivity: sensitivity === 'normal' && readBoolean(namedProperty(r, p, 'private')) === true ? 'private' : sensitivity,
    modifiedAt: firstInstant(modified, readTime(p.get(tags.creationTime)), readTime(p.get(tags.messageDeliveryTime)), readTime(p.get(tags.clientSubmitTime)))
  }
}

/**
 * Reads the item of a message's node; `null` for what is no item (see `classify`). `modifiedInTable`: the time of change
 * in the folder's table, the only place where an .ost has it. Throws what the format's layer throws.
 */
export const readItem = (r: Reading, id: number, folder: Folder, modifiedInTable: () => number | null): Item | null => {
  const message = r.file.object(id)
  const p = message.properties
  const itemClass = classify(cleanLine(readText(p.get(tags.messageClass), codepageOf(p))))
  if (itemClass === null) return null
  const common = readCommon(r, id, p, folder, modifiedInTable)
  switch (itemClass.kind) {
    case 'email':
      return readEmail(r, message, common, folder, itemClass.messageType)
    case 'appointment':
      return readAppointment(r, message, common)
    case 'task':
      return readTask(r, message, common)
  }
}
