/** The world in which a story is played: people in their seats, company databases, our memory, a clock, and a log of what people did that is kept apart from the engine. */
import type { Activity } from '../../core/model/activity'
import type { Item } from '../../core/model/item'
import { type Instant, instantOf } from '../../core/model/time'
import type { Plan } from '../../core/plan/plan'
import { emptyLog, type Log } from './log'
import { listActivities, listItems } from './listing'
import { memoryCast } from './memory-cast'
import type { Thing } from './model/thing'
import { type Database, databases, users } from './names'
import type { Cast, Peopled, SimulatedCrm, SimulatedMailbox, SimulatedStore } from './simulated-ports'
import type { World } from './story'

const day = 86_400_000
const start = Date.UTC(2026, 2, 20, 8)

/** A broken law. */
export interface Violation {
  readonly law: string
  readonly what: string
}

/** One person: a mailbox, and a user of the CRM. */
export interface Seat {
  readonly stage: Stage
  readonly user: string
  readonly address: string
  readonly mailbox: Peopled<SimulatedMailbox>
  readonly log: Log
  /** Items that the mailbox cannot read at the moment. */
  readonly spoiled: Set<string>
  database: Database
  /** As the user stored them. */
  settings: { readonly [key: string]: unknown }
  /** Every settings that have held while a pass went through. */
  readonly settingsSoFar: Array<{ readonly since: number; readonly settings: { readonly [key: string]: unknown } }>
}

export interface Stage {
  readonly world: World
  readonly seats: ReadonlyArray<Seat>
  readonly crms: { readonly [D in Database]: Peopled<SimulatedCrm> }
  readonly store: SimulatedStore
  /** A host's own rules: what users expect of the library's is then not judged, only the laws. */
  readonly ownRules: boolean
  /** Milliseconds since the epoch: now, and when something last broke. */
  readonly clock: { ms: number; lastFault: number }
  /** What people made, by token. */
  readonly things: Map<string, Thing>
  readonly used: { tokens: number; values: number; passes: number }
  /** Seats of which a notification is under way. */
  readonly notifications: Array<number>
  readonly notified: { count: number }
  /** Plans that a host was shown since it was last looked for what may not be in them. */
  readonly plans: Array<Plan>
  readonly violations: Array<Violation & { readonly step: number }>
  /** The story in words, a line for each step that did something. */
  readonly lines: Array<string>
  /** How often each action, reason and error was reached. */
  readonly reached: Map<string, number>
  readonly figures: { step: number; effects: number; crashes: number; checks: number; readonly faults: { [kind: string]: number } }
  /** Contacts by name and database: what the register answered when they were made. */
  readonly contacts: Map<string, { readonly contactId: string; readonly personIds: ReadonlyArray<string> }>
  /** Activities that people made, and those that they deleted: `database id`. */
  readonly madeActivities: Set<string>
  readonly deletedActivities: Set<string>
}

export const nowOf = (stage: Stage): Instant => instantOf(stage.clock.ms)
export const dayFromNow = (stage: Stage, days: number): string => instantOf(stage.clock.ms + days * day).slice(0, 10)
export const newToken = (stage: Stage): string => `E${++stage.used.tokens}`
/** A text that nobody has written before. */
export const newText = (stage: Stage, token: string): string => `${token} v${++stage.used.values}.`
export const tokenOf = (fields: { readonly subject: string }): string => /E\d+/.exec(fields.subject)?.[0] ?? ''
export const reach = (stage: Stage, key: string, times = 1): void => void stage.reached.set(key, (stage.reached.get(key) ?? 0) + times)

export const itemsOf = (seat: Seat): Promise<ReadonlyArray<Item>> => listItems(seat.mailbox)
export const activitiesOf = (stage: Stage, database: Database): Promise<ReadonlyArray<Activity>> => listActivities(stage.crms[database], users)

/** Something changed that a server would tell us about. */
export const notify = (stage: Stage, seat: number): void => {
  const loses = stage.world.losesNotifications ?? 0
  if (loses === 0 || ++stage.notified.count % loses !== 0) stage.notifications.push(seat)
}

const contacts = [
  { name: 'Alfa', addresses: ['info@alfa.example'], persons: [] },
  { name: 'Beta', addresses: ['info@beta.example'], persons: [{ name: 'Bo', addresses: ['bo@beta.example'] }] },
  { name: 'Gamma', addresses: ['info@gamma.example'], persons: [] }
]

/** The same for every world, so that what is with nobody is there to be left alone. */
const foreignTask = { subject: 'of nobody here', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' } as const

export const startStage = async (world: World, cast: Cast, ownRules: boolean): Promise<Stage> => {
  const clock = { ms: start, lastFault: 0 }
  const now = (): Instant => instantOf(clock.ms)
  const crmNow = (): Instant => instantOf(clock.ms + world.skewMs)
  const store = await cast.store({ now, world })
  const seated = users.slice(0, Math.max(1, world.seats ?? 1))
  const seats: Array<Seat> = []
  const crmOf = async (database: Database): Promise<Peopled<SimulatedCrm>> => {
    const made = await cast.crm({ database, users, now: crmNow, world, store })
    if (made.port.capabilities.commitsWithStore && cast.store === memoryCast.store && cast.crm !== memoryCast.crm) throw new Error('simulate: a CRM that commits with its store needs that store: give `store` too')
    return { ...made, person: made.person ?? {} }
  }
  const crms = { acme: await crmOf('acme'), beta: await crmOf('beta') }
  const stage: Stage = {
    world,
    ownRules,
    seats,
    crms,
    store,
    clock,
    things: new Map(),
    used: { tokens: 0, values: 0, passes: 0 },
    notifications: [],
    notified: { count: 0 },
    plans: [],
    violations: [],
    lines: [],
    reached: new Map(),
    figures: { step: 0, effects: 0, crashes: 0, checks: 0, faults: {} },
    contacts: new Map(),
    madeActivities: new Set(),
    deletedActivities: new Set()
  }
  const mailboxOf = async (user: string, address: string): Promise<Peopled<SimulatedMailbox>> => {
    const made = await cast.mailbox({ user, address, now, world })
    return { ...made, person: made.person ?? {} }
  }
  for (const [i, user] of seated.entries()) {
    const address = `${user}@acme.se`
    const settings = i === 0 ? world.settings : (world.otherSettings?.[i - 1] ?? world.settings)
    seats.push({ stage, user, address, mailbox: await mailboxOf(user, address), log: emptyLog(), spoiled: new Set(), database: 'acme', settings, settingsSoFar: [] })
  }
  for (const database of databases) {
    const { person, port } = crms[database]
    if (person.addContact === undefined) throw new Error('simulate: the person of a CRM has to be able to add contacts: without any, no e-mail ever comes across')
    for (const c of contacts) stage.contacts.set(`${database} ${c.name}`, await person.addContact(c))
    if (person.addActivity !== undefined && port.capabilities.kinds.includes('task')) await person.addActivity(users.find((u) => !seated.includes(u)) ?? 'dora', 'task', foreignTask)
  }
  return stage
}

export const endStage = async (stage: Stage): Promise<void> => {
  for (const part of [...stage.seats.map((s) => s.mailbox), ...Object.values(stage.crms), stage.store]) await part.dispose?.()
}
