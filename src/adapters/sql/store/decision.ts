/** Writing decisions: an answer is overwritten only by what was concluded from it, and answers only what is still asked. */
import { versionMismatch } from '../../../core/errors'
import type { Decision } from '../../../core/model/decision'
import type { Scope } from '../../../core/model/ids'
import { ProgramFailure } from '../failure'
import { select } from '../program'
import type { Program } from '../program'

// The rule of mayReplaceDecision. The answer stands in the JSON of "rest", as we wrote it: a quotation mark inside of
// another value is escaped there, so nothing else has this form.
const put = `insert into ocs_decisions (user_id, database_id, id, link_id, state, opened_at, rest) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (user_id, database_id, id) do update
  set link_id = excluded.link_id, state = excluded.state, opened_at = excluded.opened_at, rest = excluded.rest
  where (ocs_decisions.state = 'answered' and excluded.state <> 'open' and ocs_decisions.rest like ?)
     or (ocs_decisions.state <> 'answered' and (excluded.state <> 'answered' or ocs_decisions.state = 'open'))
  returning id`

/** Puts a decision, or fails the transaction that it is a part of. */
export function* putDecision({ user, database }: Scope, { id, linkId, state, openedAt, ...rest }: Decision): Program<void> {
  const [written] = yield* select(put, [user, database, id, linkId, state, openedAt, JSON.stringify(rest), `%"answer":${JSON.stringify(rest.answer)}%`])
  if (written === undefined) throw new ProgramFailure(versionMismatch(`decision ${id}`))
}
