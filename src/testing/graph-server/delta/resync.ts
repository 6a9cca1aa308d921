/** How a server says that it cannot go on from a token, and that the client is to begin anew. */
import { type Context, linkTo } from '../context'
import { refuse } from '../http/answer'
import type { ResyncAnswer } from '../options'

const answers: ReadonlyArray<ResyncAnswer> = ['gone', 'syncStateNotFound', 'resyncRequired']

/** The link with which a full round begins. */
const freshLink = (ctx: Context, query: Readonly<Record<string, string>>): string => linkTo(ctx, ctx.call.path, { ...query, $deltatoken: '' })

export const refuseToGoOn = (ctx: Context, how: ResyncAnswer | 'any', query: Readonly<Record<string, string>>): never => {
  const answer = how === 'any' ? (answers[Math.floor(ctx.server.world.random() * answers.length)] ?? 'gone') : how
  switch (answer) {
    case 'gone':
      return refuse(410, 'SyncStateInvalid', 'The sync state generation is not found; a full synchronization is required.', { location: freshLink(ctx, query) })
    case 'syncStateNotFound':
      return refuse(ctx.server.world.random() < 0.5 ? 404 : 400, 'syncStateNotFound', 'The sync state generation is not found.')
    case 'resyncRequired':
      return refuse(ctx.server.world.random() < 0.5 ? 410 : 409, 'resyncRequired', 'Resync required. Replace any local items with the version of the server.')
  }
}
