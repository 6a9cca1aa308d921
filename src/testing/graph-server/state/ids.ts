/** Ids as Graph's look: long, opaque, case-sensitive. They differ in more than case, and never come twice. */
import type { ItemIds, World } from './model'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const nextNumber = (world: World): number => {
  world.used += 1
  return world.used
}

const scrambled = (n: number, length: number): string => {
  let state = (n * 2_654_435_761) >>> 0
  let text = ''
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state ^ (state >>> 13), 1_597_334_677) + i * 40_503) >>> 0
    text += letters[state % 64]
  }
  return text
}

const newId = (world: World, prefix: string): string => {
  const n = nextNumber(world)
  // The number itself makes it unique; the rest makes nobody think of reading it.
  return `${prefix}${scrambled(n, 20)}${n.toString(36).padStart(6, 'A')}AAA=`
}

/** An id that changes with a move. */
export const newMutableId = (world: World): string => newId(world, 'AAMkAGVm')
/** One that stays. */
const newImmutableId = (world: World): string => newId(world, 'AAkALgAA')
export const newItemIds = (world: World): ItemIds => ({ mutable: newMutableId(world), immutable: newImmutableId(world) })
/** Folders have one form of id. */
export const newFolderId = (world: World): string => newId(world, 'AQMkADAw')
export const newChangeKey = (world: World): string => `CQAAABYAAA${scrambled(nextNumber(world), 12)}${world.used.toString(36)}`

const hex = (n: number, length: number): string => [...scrambled(n, length)].map((c) => (letters.indexOf(c) % 16).toString(16)).join('')
/** A GUID, unique by its last part. */
export const newGuid = (world: World): string => {
  const n = nextNumber(world)
  return `${hex(n, 8)}-${hex(n + 1, 4)}-4${hex(n + 2, 3)}-8${hex(n + 3, 3)}-${n.toString(16).padStart(12, '0')}`
}
