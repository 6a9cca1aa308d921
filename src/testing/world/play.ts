/** The world in which a story is played: memory ports, a clock, and a log of what people did, kept apart from the engine. */
import { type Fault, type FaultPoint, type Faults, memoryCrm, type MemoryCrm, memoryMailbox, type MemoryMailbox, memoryStore, type MemoryStore } from '../../adapters/memory'
import type { Fields } from '../../core/model/fields'
import { type AppointmentTime, type Instant, instantOf } from '../../core/model/time'
import type { Plan } from '../../core/plan/plan'
import { toInstant } from '../../time/zones'
import type { Breaks, World } from './story'
import { spoilMailbox, type WriteLog, watchCrm, watchMailbox } from './watched-ports'

export const user = 'anna'
export const otherUser = 'bert'
export const ownAddress = 'anna@acme.se'
export type Database = 'acme' | 'beta'
export const databases: ReadonlyArray<Database> = ['acme', 'beta']

/** An edit by a person: what it wrote, recognisable wherever it ends up. */
export interface Edit {
  readonly side: 'outlook' | 'crm'
  readonly database: Database | null
  /** The item or activity; follows a changed id. */
  readonly id: string
  /** Of the thing that it was made to, on whichever side it stands. */
  readonly token: string
  readonly field: string
  /** What it replaced on its own side. */
  readonly was: unknown
  readonly value: unknown
  /** Seen on both sides since: a later edit of the other side's counterpart may replace it without being a conflict. */
  readonly settled: boolean
}

/** What people did, by the token that every text they write carries. */
export interface Log {
  tokens: number
  lastPassEnded: boolean
  values: number
  readonly edits: Array<Edit>
  /** Items and activities that people made, not the sync. */
  readonly madeItems: Set<string>
  readonly madeActivities: Set<string>
  /** Tokens of items that were private from the beginning and ever after. */
  readonly alwaysPrivate: Set<string>
  readonly copied: Set<string>
  /** Tokens of things that the sync made, could not note, and that are gone since. */
  readonly untraceable: Set<string>
  readonly trashed: Set<string>
  /** Items without an identity that got a new id since the last pass that went through. */
  readonly movedUnknown: Set<string>
  readonly deletedActivities: Set<string>
  readonly deletedTokens: Set<string>
  /** Links whose deletion question was answered with yes. */
  readonly confirmed: Set<string>
  /** Transfers by hand, by token. */
  readonly transfers: Map<string, number>
  /** Everything that ever stood on a side and was made by the sync, by token. */
  readonly syncedItems: Map<string, Set<string>>
  readonly syncedActivities: Map<string, Set<string>>
}

export interface Play {
  readonly world: World
  readonly mailbox: MemoryMailbox
  readonly crms: { readonly [D in Database]: MemoryCrm }
  readonly store: MemoryStore
  readonly log: Log
  readonly writes: WriteLog
  readonly faults: { breaks: Breaks | null; effects: number; struck: number }
  readonly plans: Array<Plan>
  /** Items that the mailbox cannot read at the moment. */
  readonly spoiled: Set<string>
  database: Database
  nowMs: number
  passes: number
}

export const tokenOf = (fields: { readonly subject: string }): string => /E\d+/.exec(fields.subject)?.[0] ?? ''
const start = Date.UTC(2026, 2, 20, 8)

const faultsOf = (state: Play['faults']): Faults => {
  const strike = (point: FaultPoint, before: boolean): Fault | null => {
    if (point.effect === null || state.breaks === null) return null
    const n = state.effects++
    if (n !== state.breaks.at) return null
    state.struck++
    switch (state.breaks.how) {
      case 'crash':
        return { _tag: 'Crash' }
      case 'lost':
        return before && point.port !== 'store' ? { _tag: 'Lost' } : null
      case 'throttled':
        return before ? { _tag: 'Answer', error: { _tag: 'Throttled', retryAfterMs: 1000 } } : null
    }
  }
  return { before: (p) => strike(p, true), after: (p) => strike(p, false) }
}

export const startPlay = (world: World): Play => {
  const faultState: Play['faults'] = { breaks: null, effects: 0, struck: 0 }
  const faults = faultsOf(faultState)
  const clock = { ms: start }
  const now = (): Instant => instantOf(clock.ms)
  const crmNow = (): Instant => instantOf(clock.ms + world.skewMs)
  const store = memoryStore({ faults })
  const spoiled = new Set<string>()
  const writes: WriteLog = { perEntity: new Map(), idle: [] }
  const mailbox = memoryMailbox({
    now,
    address: { address: ownAddress, name: 'Anna' },
    pageSize: world.pageSize,
    normalise: world.normaliseOutlook === 'none' ? 'none' : 'outlook',
    normaliseLater: world.normaliseOutlook === 'later',
    writes: world.mailboxWrites,
    faults
  })
  const crmOf = (database: Database): MemoryCrm =>
    memoryCrm({ now: crmNow, documents: world.documents, ...(world.crmHoldsTasks ? {} : { kinds: ['email', 'appointment'] as const }), pageSize: world.pageSize, normalise: world.normaliseCrm ? 'plain' : 'none', faults, ...(world.commitsWithStore ? { store: { memory: store, database } } : {}) })
  const play: Play = {
    world,
    mailbox: spoilMailbox(watchMailbox(mailbox, writes), spoiled),
    spoiled,
    crms: { acme: watchCrm(crmOf('acme'), writes), beta: watchCrm(crmOf('beta'), writes) },
    store,
    log: {
      tokens: 0,
      lastPassEnded: true,
      values: 0,
      edits: [],
      madeItems: new Set(),
      madeActivities: new Set(),
      alwaysPrivate: new Set(),
      copied: new Set(),
      untraceable: new Set(),
      trashed: new Set(),
      movedUnknown: new Set(),
      deletedActivities: new Set(),
      deletedTokens: new Set(),
      confirmed: new Set(),
      transfers: new Map(),
      syncedItems: new Map(),
      syncedActivities: new Map()
    },
    writes,
    faults: faultState,
    plans: [],
    database: 'acme',
    passes: 0,
    get nowMs() {
      return clock.ms
    },
    set nowMs(ms: number) {
      clock.ms = ms
    }
  }
  for (const database of databases) {
    const { person } = play.crms[database]
    for (const [i, name] of ['Alfa', 'Beta', 'Gamma'].entries()) person.addContact({ name, addresses: [`info@${name.toLowerCase()}.example`], persons: i === 1 ? [{ name: 'Bo', addresses: ['bo@beta.example'] }] : [] })
    person.addActivity(otherUser, 'task', { subject: 'not Anna', body: { type: 'text', content: '' }, start: null, due: null, progress: { status: 'notStarted', percent: 0, completedOn: null }, importance: 'normal' })
  }
  return play
}

/** Two values of a field that mean the same to a person: text that contains the other's marker, the same moments, the same data. */
export const sameToAPerson = (field: string, held: unknown, written: unknown): boolean => {
  if (field === 'subject' || field === 'location') return held === written
  if (field === 'body') return (held as { readonly content: string }).content.replace(/<[^>]*>|&[a-z#0-9]+;/gi, ' ').includes((written as { readonly content: string }).content)
  if (field === 'time') {
    const [a, b] = [held as AppointmentTime, written as AppointmentTime]
    if (a.allDay && b.allDay) return a.start === b.start && a.end === b.end
    return !a.allDay && !b.allDay && toInstant(a.start) === toInstant(b.start) && toInstant(a.end) === toInstant(b.end)
  }
  return JSON.stringify(held) === JSON.stringify(written)
}

export const fieldOf = (fields: Fields, field: string): unknown => (fields as unknown as { readonly [f: string]: unknown })[field]
