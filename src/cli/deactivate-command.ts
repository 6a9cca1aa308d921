/** `deactivate`: ends a user's integration with a company database, so that another one can be activated (B12). Needs no mailbox. */
import * as E from 'fp-ts/lib/Either.js'
import { type SqlDatabase, sqlStore } from '../adapters/sql'
import { showPortError, type PortError } from '../core/errors'
import { openCrm, shownDatabase } from './crm-database'
import { CommandFailure, UsageFailure } from './fail'
import { say, sayJson } from './output'
import { rememberedMailboxes } from './remembered'

export interface DeactivateFlags {
  readonly crm: string
  readonly user?: string
  readonly company?: string
  readonly json?: boolean
}

const orFail = async <A>(call: () => Promise<E.Either<PortError, A>>): Promise<A> => {
  const r = await call()
  if (E.isLeft(r)) throw new CommandFailure(showPortError(r.left))
  return r.right
}

/** The one user that is meant: who is named, else the only one whose mailbox was synchronised into the database. */
const userOf = async (db: SqlDatabase, f: DeactivateFlags): Promise<string> => {
  if (f.user !== undefined) return f.user
  const users = [...new Set((await rememberedMailboxes(db)).map((m) => m.user))]
  const [only] = users
  if (only !== undefined && users.length === 1) return only
  throw new UsageFailure(users.length === 0 ? `${shownDatabase(f.crm)}: no mailbox was synchronised into it yet: name a user with --user` : `${shownDatabase(f.crm)}: name one of its users with --user: ${users.join(', ')}`)
}

export const runDeactivate = async (f: DeactivateFlags): Promise<void> => {
  const db = await openCrm(f.crm, true)
  try {
    const store = sqlStore({ db })
    const user = await userOf(db, f)
    const active = await orFail(store.activation(user))
    const company = f.company ?? active
    const ended = company !== null && company === active
    if (ended) await orFail(store.deactivate({ user, database: company }))
    if (f.json === true) return sayJson({ user, company, deactivated: ended, active: ended ? null : active })
    if (ended) say(`${user} is no longer active against ${company}. Nothing else was forgotten: when it is synchronised again, what is linked is recognised.`)
    else say(active === null ? `${user} is not active.` : `${user} is active against ${active}, not against ${company ?? 'any'}.`)
  } finally {
    db.close()
  }
}
