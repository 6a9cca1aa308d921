/** Mailboxes of the simulator on the local Graph server. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { FieldsOf, Kind, Patch } from '../../../src/core/model/fields'
import type { AppointmentTime } from '../../../src/core/model/time'
import type { MailboxPort } from '../../../src/core/ports/mailbox'
import { type Cast, memoryCast } from '../../../src/testing'
import { toInstant } from '../../../src/time/zones'
import { encodeId, listIds } from './ids'
import { makeWorld } from './worlds'

/** Notes every id that the port tells of. */
const noting = (port: MailboxPort, told: Set<string>): MailboxPort => ({
  ...port,
  changes: (from) =>
    TE.map((page: Parameters<typeof noteAll>[0]) => noteAll(page, told))(port.changes(from)) as ReturnType<MailboxPort['changes']>
})

const noteAll = (page: { readonly changes: ReadonlyArray<{ readonly _tag: string; readonly id?: string; readonly item?: { readonly id: string } }> }, told: Set<string>): typeof page => {
  for (const c of page.changes) if (c.item !== undefined) told.add(c.item.id)
  return page
}

const endsBeforeItBegins = (fields: object): boolean => 'time' in fields && endsEarly((fields as FieldsOf['appointment']).time)
const endsEarly = (time: AppointmentTime): boolean => (time.allDay ? time.end <= time.start : toInstant(time.end) < toInstant(time.start))

/**
 * What Outlook knows of a private task Graph does not show, and Exchange takes no appointment that ends before it begins and no rule by the second.
 * A series of which nothing takes place is in no view of the calendar.
 */
const canHold = (kind: Kind, fields: object, details: { readonly sensitivity?: unknown; readonly recurrence?: unknown } = {}): boolean =>
  !(kind === 'task' && details.sensitivity !== undefined) && !endsBeforeItBegins(fields) && !/SECONDLY|COUNT=1"/.test(JSON.stringify(details.recurrence ?? ''))

/** Time passes only on the story's clock; nothing waits. */
const mailbox: Cast['mailbox'] = async ({ now, world, address, user }) => {
  const { mailbox: port, person, graphPerson, server, reopen } = makeWorld({
    now,
    user: { id: user, mail: address, displayName: user },
    // Two looks at one state are compared, so nothing may be told again by chance.
    server: { seed: world.pageSize, quirks: { replays: 0, removedInFirstRound: 0 } },
    // Every folder, because in these worlds everything has to be accounted for.
    mailbox: { pageSize: world.pageSize, folders: ['drafts', 'outbox', 'junkemail', 'archive'] }
  })
  const onlooker = reopen()
  const told = new Set<string>()
  return {
    port: noting(port, told),
    keepsClock: true,
    person: {
      ...person,
      details: true,
      add: async (kind, fields, details) => (canHold(kind, fields, details) ? person.add(kind, fields, details) : null),
      everything: async () => {
        const lists = await listIds(server, user)
        const ids = graphPerson.list().flatMap((i) => (i.kind === 'contact' ? [] : [encodeId(i, i.kind === 'task' ? i.ids.mutable : i.ids.immutable, lists)]))
        const reads = await onlooker.read(ids)()
        if (reads._tag === 'Left') throw new Error(`the simulation could not look at a mailbox: ${reads.left._tag}`)
        // An event that was deleted before anybody saw it is listed by nothing in Graph.
        return reads.right.flatMap((r) => (r._tag === 'Found' && !(r.item.kind === 'appointment' && r.item.place === 'deletedItems' && !told.has(r.id)) ? [r.item] : []))
      }
    },
    expireCursors: async () => server.expireDeltaTokens(),
    mailed: async () => server.mailed(user)
  }
}

/** Graph keeps no per cent of a task, so nobody writes one in the CRM that could not be seen in Outlook. */
const isHalfDone = (patch: Patch): boolean => 'progress' in patch && patch.progress !== undefined && patch.progress.status !== 'completed' && patch.progress.percent !== 0

const crm: Cast['crm'] = async (c) => {
  const made = await memoryCast.crm(c)
  return { ...made, person: { ...made.person, editActivity: async (id, patch) => (isHalfDone(patch) ? false : made.person?.editActivity?.(id, patch)) } }
}

/** The mailbox, and a CRM with its store in memory. */
export const graphCast: Cast = { mailbox, crm, store: (c) => memoryCast.store(c) }
