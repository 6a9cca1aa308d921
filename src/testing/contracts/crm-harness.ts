/** What a CRM contract needs beside the port, and the steps its cases share. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { PortError } from '../../core/errors'
import type { Activity, Attributes, ContactRef } from '../../core/model/activity'
import type { FieldsOf, Kind, Patch } from '../../core/model/fields'
import type { ActivityId, Scope, UserId } from '../../core/model/ids'
import type { ActivityChange, ActivityRead, Commit, CreateActivity, CrmPort, CrmResult, CrmWrite } from '../../core/ports/crm'
import type { Cursor } from '../../core/ports/mailbox'
import type { StorePort } from '../../core/ports/store'
import { type Disposable, needed, notApplicable } from './contract-case'
import { ask, expectRight, failCase, only } from './expectations'
import { sampleAttributes, sampleFields, sampleKey } from './samples'

/** A contact for the register. */
export interface SampleContact {
  readonly name: string
  readonly addresses: ReadonlyArray<string>
  readonly persons: ReadonlyArray<{ readonly name: string; readonly addresses: ReadonlyArray<string> }>
}

/**
 * The person at the other end, for what the port itself cannot do. Each resolves when it has happened. Leave out what
 * the system cannot do: the cases that need it are then answered `NotApplicable`.
 */
export interface CrmPersonHarness {
  readonly addActivity?: <K extends Kind>(owner: UserId, kind: K, fields: FieldsOf[K]) => Promise<ActivityId>
  readonly editActivity?: (id: ActivityId, patch: Patch) => Promise<void>
  readonly deleteActivity?: (id: ActivityId) => Promise<void>
  readonly reassign?: (id: ActivityId, owner: UserId) => Promise<void>
  /** Resolves with the contact's id, and the persons' in the order given. */
  readonly addContact?: (contact: SampleContact) => Promise<{ readonly contactId: string; readonly personIds: ReadonlyArray<string> }>
}

/** A company database to prove the contract on. Each case gets a new one; it need not be empty. Let its pages be small (one or two changes) if you can: otherwise no case sees a second page. */
export interface CrmHarness extends Disposable {
  readonly port: CrmPort
  /** Two users who can own activities. */
  readonly owner: UserId
  readonly otherOwner: UserId
  readonly person?: CrmPersonHarness
  /** Makes every cursor given out so far too old. */
  readonly expireCursors?: () => Promise<void>
  /** Where `commitsWithStore`: the store that is committed to, and the scope of `owner` in it. */
  readonly store?: { readonly port: StorePort; readonly scope: Scope }
  /** How many documents the activity has, and the bytes of the first. */
  readonly documentsOf?: (activity: ActivityId) => Promise<ReadonlyArray<{ readonly name: string; readonly bytes: Uint8Array }>>
}

/** Remembers nothing. */
export const commitNothing: Commit = () => []

const pagesAtMost = 10_000

/** What the pages from one cursor to the end of the owner's feed told. */
export interface DrainedActivities {
  readonly changes: ReadonlyArray<ActivityChange>
  readonly cursor: Cursor
  readonly full: ReadonlyArray<boolean>
}

/** Reads to the end of the owner's feed. */
export const drainActivities = async (h: CrmHarness, owner: UserId, from: Cursor | null): Promise<DrainedActivities> => {
  const changes: ActivityChange[] = []
  const full: boolean[] = []
  let cursor = from
  for (let page = 0; page < pagesAtMost; page += 1) {
    const read = await ask('changes', h.port.changes(owner, cursor))
    changes.push(...read.changes)
    full.push(read.full)
    cursor = read.cursor
    if (!read.more) return { changes, cursor, full }
  }
  return failCase('changes', 'an end of the feed', `${pagesAtMost} pages that all say there is more`)
}

export const toldOf = (changes: ReadonlyArray<ActivityChange>, id: ActivityId): ReadonlyArray<ActivityChange> => changes.filter((c) => (c._tag === 'Present' ? c.activity.id : c.id) === id)

/** The activity that the changes tell as present last. */
export const presentActivity = (what: string, changes: ReadonlyArray<ActivityChange>, id: ActivityId): Activity => {
  const told = toldOf(changes, id).at(-1)
  return told?._tag === 'Present' ? told.activity : failCase(what, 'the activity as Present', told?._tag ?? 'no mention')
}

export const readActivity = async (h: CrmHarness, id: ActivityId): Promise<ActivityRead> => only('answers to one read', await ask('read', h.port.read([id])))

export const foundActivity = async (h: CrmHarness, id: ActivityId): Promise<Activity> => {
  const read = await readActivity(h, id)
  return read._tag === 'Found' ? read.activity : failCase('read', 'the activity as Found', read._tag)
}

export const writeEffect = async (h: CrmHarness, w: CrmWrite): Promise<Either<PortError, CrmResult>> => only('answers to one write', await ask('write', h.port.write([w])))

/** What a create with sample fields may say otherwise. */
export interface CreateDetails {
  readonly owner?: UserId
  readonly ownKey?: string
  readonly contact?: ContactRef | null
  readonly attributes?: Attributes
  readonly fields?: FieldsOf[Kind]
  readonly commit?: Commit
}

/** A create for the harness's owner; `n` makes the fields and the key. */
export const sampleActivity = (h: CrmHarness, kind: Kind, n: number, details: CreateDetails = {}): CreateActivity<Kind> & CrmWrite =>
  ({
    _tag: 'CreateActivity',
    kind,
    ownKey: sampleKey('item', `${kind}${n}`),
    owner: h.owner,
    contact: null,
    attributes: sampleAttributes,
    fields: sampleFields<Kind>(kind, n),
    commit: commitNothing,
    ...details
  }) as CreateActivity<Kind> & CrmWrite

/** The activity of an answer. */
export const activityOf = (what: string, e: Either<PortError, CrmResult>): Activity => {
  const result = expectRight(what, e)
  return result._tag === 'Activity' ? result.activity : failCase(what, 'an activity', result._tag)
}

/** Creates through the port. */
export const createActivity = async (h: CrmHarness, kind: Kind, n: number, details: CreateDetails = {}): Promise<Activity> =>
  activityOf('CreateActivity', await writeEffect(h, sampleActivity(h, kind, n, details)))

/** The first kind that the CRM has. */
export const anyKind = (h: CrmHarness): Kind => h.port.capabilities.kinds[0] ?? notApplicable('the CRM has no kind of activity')

/** Ends the case unless the CRM has the kind. */
export const needsActivityKind = (h: CrmHarness, kind: Kind): void => {
  if (!h.port.capabilities.kinds.includes(kind)) notApplicable(`the CRM has no activities of kind ${kind}`)
}

/** What the person does, or the end of the case where nobody can. */
export const crmPersonDoes = <K extends keyof CrmPersonHarness>(h: CrmHarness, what: K): Exclude<CrmPersonHarness[K], undefined> =>
  needed(h.person?.[what], `person who can ${what}`) as Exclude<CrmPersonHarness[K], undefined>
