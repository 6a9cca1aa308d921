/** Whether what a module makes is a harness at all: a plain mistake is told as one, and not as sixty broken sentences. */
import { kinds } from '../../core/model/fields'
import type { CrmCapabilities, CrmPort } from '../../core/ports/crm'
import type { MailboxCapabilities, MailboxPort } from '../../core/ports/mailbox'
import type { StorePort } from '../../core/ports/store'
import type { CrmHarness, CrmPersonHarness } from '../../testing/contracts/crm-harness'
import type { MailboxHarness, MailboxPersonHarness } from '../../testing/contracts/mailbox-harness'
import type { StoreHarness } from '../../testing/contracts/store-harness'
import { type Broken, broken, type PortName } from './sentence'

export interface HarnessOf {
  readonly crm: CrmHarness
  readonly mailbox: MailboxHarness
  readonly store: StoreHarness
}

interface Shape {
  readonly functions: ReadonlyArray<string>
  /** Capabilities beside `kinds`; `null` where a port has none. */
  readonly flags: ReadonlyArray<string> | null
  /** What a person can do. */
  readonly person: ReadonlyArray<string>
  /** Names of users. */
  readonly users: ReadonlyArray<string>
  /** Functions of the harness that may be left out. */
  readonly optional: ReadonlyArray<string>
}

/** A total record, so that a function that is added to a port is added here. */
const namesOf = <K extends string>(all: { readonly [name in K]: true }): ReadonlyArray<string> => Object.keys(all)

const shapes: { readonly [P in PortName]: Shape } = {
  crm: {
    functions: namesOf<Exclude<keyof CrmPort, 'capabilities' | 'searchContacts' | 'createContact'>>({ changes: true, read: true, findByOwnKey: true, findByAddress: true, findSimilar: true, write: true }),
    flags: namesOf<Exclude<keyof CrmCapabilities, 'kinds'>>({ documents: true, commitsWithStore: true }),
    person: namesOf<keyof CrmPersonHarness>({ addActivity: true, editActivity: true, deleteActivity: true, reassign: true, addContact: true }),
    users: ['owner', 'otherOwner'],
    optional: ['expireCursors', 'documentsOf']
  },
  mailbox: {
    functions: namesOf<Exclude<keyof MailboxPort, 'capabilities'>>({ ownAddresses: true, changes: true, read: true, findByOwnKey: true, attachment: true, write: true }),
    flags: namesOf<Exclude<keyof MailboxCapabilities, 'kinds'>>({ writes: true, sends: true }),
    person: namesOf<keyof MailboxPersonHarness>({ add: true, edit: true, moveToDeletedItems: true, restore: true, deletePermanently: true, attach: true }),
    users: [],
    optional: ['expireCursors', 'mailed']
  },
  store: {
    functions: namesOf<keyof StorePort>({
      links: true,
      openLinks: true,
      countOpenLinks: true,
      due: true,
      cursor: true,
      decisions: true,
      journal: true,
      passes: true,
      write: true,
      activation: true,
      activate: true,
      deactivate: true,
      acquireLease: true,
      releaseLease: true,
      prune: true
    }),
    flags: null,
    person: [],
    users: [],
    optional: []
  }
}

type Thing = { readonly [name: string]: unknown }

const isThing = (u: unknown): u is Thing => u !== null && typeof u === 'object'

const nameOfType = (u: unknown): string => (u === null ? 'null' : u === undefined ? 'nothing' : Array.isArray(u) ? 'a list' : typeof u === 'object' ? 'an object' : `a ${typeof u}`)

const wrong = (what: string, expected: string, u: unknown): Broken => broken(what, expected, typeof u === 'string' ? JSON.stringify(u) : nameOfType(u))

const functionsIn = (at: string, of: Thing, names: ReadonlyArray<string>): ReadonlyArray<Broken> => names.flatMap((name) => (typeof of[name] === 'function' ? [] : [wrong(`${at}${name}`, 'a function', of[name])]))

const capabilityFaults = (of: unknown, flags: ReadonlyArray<string>): ReadonlyArray<Broken> => {
  if (!isThing(of)) return [wrong('port.capabilities', 'an object', of)]
  const known = Array.isArray(of['kinds']) && of['kinds'].length > 0 && of['kinds'].every((k) => kinds.some((kind) => kind === k))
  return [
    ...(known ? [] : [wrong('port.capabilities.kinds', `a list of some of ${kinds.join(', ')}`, of['kinds'])]),
    ...flags.flatMap((flag) => (typeof of[flag] === 'boolean' ? [] : [wrong(`port.capabilities.${flag}`, 'true or false', of[flag])]))
  ]
}

const personFaults = (of: unknown, known: ReadonlyArray<string>): ReadonlyArray<Broken> => {
  if (of === undefined) return []
  if (!isThing(of)) return [wrong('person', 'an object', of)]
  return Object.entries(of).flatMap(([name, f]) => {
    if (!known.includes(name)) return [broken(`person.${name}`, `one of ${known.join(', ')}`, 'another name')]
    return f === undefined || typeof f === 'function' ? [] : [wrong(`person.${name}`, 'a function', f)]
  })
}

/** What is wrong with the form of a harness; empty where it is one. */
export const harnessFaults = (port: PortName, u: unknown): ReadonlyArray<Broken> => {
  const shape = shapes[port]
  if (!isThing(u)) return [wrong(`what ${port}() makes`, 'a harness', u)]
  const given = u['port']
  const users = shape.users.flatMap((name) => (typeof u[name] === 'string' && u[name] !== '' ? [] : [wrong(name, 'the name of a user', u[name])]))
  return [
    ...(isThing(given) ? [...functionsIn('port.', given, shape.functions), ...(shape.flags === null ? [] : capabilityFaults(given['capabilities'], shape.flags))] : [wrong('port', 'a port', given)]),
    ...users,
    ...(users.length === 0 && shape.users.length > 0 && u['owner'] === u['otherOwner'] ? [broken('otherOwner', 'another user than owner', 'the same')] : []),
    ...personFaults(u['person'], shape.person),
    ...functionsIn('', u, ['dispose', ...shape.optional.filter((name) => u[name] !== undefined)])
  ]
}
