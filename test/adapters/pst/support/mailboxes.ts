/** A mailbox with what the real files lack. */
import { propertySets } from '../../../../src/adapters/pst/format/names'
import { prop, type FolderSpec, type Message, type Prop, type PstSpec } from './write-pst'
import { writeRecurrence, type RecurrenceSpec } from './recurrence'

const named = [
  ['common', 0x8506],
  ['appointment', 0x8205],
  ['appointment', 0x8208],
  ['appointment', 0x820d],
  ['appointment', 0x820e],
  ['appointment', 0x8215],
  ['appointment', 0x8216],
  ['appointment', 0x8217],
  ['appointment', 0x8218],
  ['appointment', 0x8233],
  ['appointment', 0x8234],
  ['appointment', 0x825e],
  ['appointment', 0x8260],
  ['meeting', 0x23],
  ['task', 0x8101],
  ['task', 0x8102],
  ['task', 0x8104],
  ['task', 0x8105],
  ['task', 0x810f],
  ['task', 0x811c]
] as const

export const names: PstSpec['names'] = named.map(([set, n]) => [propertySets[set], n])

/** The id that {@link names} give to a property. */
export const nameId = (set: (typeof named)[number][0], n: number): number => {
  const i = named.findIndex(([s, x]) => s === set && x === n)
  if (i < 0) throw new Error(`${set} ${n}`)
  return 0x8000 + i
}

const entryId = (node: number): Buffer => {
  const b = Buffer.alloc(24, 0xaa)
  b.writeUInt32LE(0, 0)
  b.writeUInt32LE(node, 20)
  return b
}

export const node = { top: 0x8022, deleted: 0x8042, inbox: 0x8062, calendar: 0x8082, tasks: 0x80a2, sent: 0x80c2, sub: 0x80e2, hidden: 0x8102 } as const

let next = 0x10000
/** A message of a class; ids count up from a fixed start in each file made by {@link mailbox}. */
export const message = (messageClass: string, props: ReadonlyArray<Prop>, more: Partial<Message> = {}): Message => ({
  id: (next++ << 5) | 4,
  props: [prop.text(0x1a, messageClass), prop.time(0x3008, '2026-01-02T03:04:05.678Z'), ...props],
  ...more
})

export const subject = (s: string): Prop => prop.text(0x37, s)

/** A Windows time zone definition with this key. */
export const zoneDefinition = (name: string): Buffer => {
  const key = Buffer.from(name, 'utf16le')
  const head = Buffer.alloc(8)
  head.writeUInt8(2, 0)
  head.writeUInt8(1, 1)
  head.writeUInt16LE(6 + key.length, 2)
  head.writeUInt16LE(2, 4)
  head.writeUInt16LE(name.length, 6)
  return Buffer.concat([head, key, Buffer.from([0, 0])])
}

export const recurrence = (r: RecurrenceSpec): Prop => prop.binary(nameId('appointment', 0x8216), writeRecurrence(r))

/** The folders of a .pst, with these messages in them. */
export const mailbox = (inFolder: Partial<Record<keyof typeof node, ReadonlyArray<Message>>>, more: Partial<PstSpec> = {}): PstSpec => {
  const folder = (key: keyof typeof node, name: string, folders: ReadonlyArray<FolderSpec> = []): FolderSpec => ({ id: node[key], name, messages: inFolder[key] ?? [], folders })
  return {
    names,
    store: [prop.binary(0x35e0, entryId(node.top)), prop.binary(0x35e3, entryId(node.deleted)), prop.binary(0x35e4, entryId(node.sent))],
    root: {
      id: 0x122,
      name: '',
      folders: [
        { ...folder('top', 'Top of Personal Folders'), folders: [folder('deleted', 'Papperskorg', [folder('sub', 'Gammalt')]), folder('inbox', 'Inkorgen'), folder('calendar', 'Kalender'), folder('tasks', 'Uppgifter'), folder('sent', 'Avsänt')] },
        folder('hidden', 'Recoverable Items')
      ]
    },
    ...more
  }
}
