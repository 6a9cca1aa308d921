/** The inputs that reconcile would get at the end of a story, for properties of reconcile alone. */
import type { ReconcileInput } from '../../core/reconcile/input'
import { gather, nothingTouched } from '../../core/pass/gather'
import { openEnvironment } from '../../sync/environment'
import { orThrow } from './listing'
import { runStory } from './run-story'
import { activitiesOf, itemsOf, nowOf } from './stage'
import type { Story } from './story'

/** Of each seat one input with everything on both sides, in a pass and in a transfer of all. */
export const captureInput = async (story: Story): Promise<ReadonlyArray<ReconcileInput>> => {
  const inputs: Array<ReconcileInput> = []
  // The last passes are left out, so that there is something to do.
  await runStory(
    { ...story, steps: story.steps.slice(0, -(story.world.seats ?? 1)) },
    {
      onEnd: async (stage) => {
        for (const seat of stage.seats) {
          const { user, database } = seat
          const { port } = stage.store
          const env = await openEnvironment({ user, database, mailbox: seat.mailbox.port, crm: stage.crms[database].port, store: port, settings: seat.settings, now: () => nowOf(stage), newPassId: () => 'captured' }).catch(() => null)
          // Settings that are not valid are none to reconcile by.
          if (env === null) continue
          const open = await orThrow('links', port.openLinks({ user, database }, null, 10_000))
          const touched = {
            ...nothingTouched,
            items: (await itemsOf(seat)).map((item) => ({ _tag: 'Found' as const, id: item.id, item })),
            activities: (await activitiesOf(stage, database)).map((activity) => ({ _tag: 'Found' as const, id: activity.id, activity })),
            linkIds: open.map((l) => l.id)
          }
          inputs.push(await gather(env, { _tag: 'Pass' }, touched), await gather(env, { _tag: 'Transfer', items: 'all', withoutItems: [], withoutAttachments: [] }, touched))
        }
      }
    }
  )
  return inputs
}
