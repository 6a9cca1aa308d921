/** The inputs that reconcile would get at the end of a story, for properties of reconcile alone. */
import type { ReconcileInput } from '../../core/reconcile/input'
import { gather, nothingTouched } from '../../core/pass/gather'
import { openEnvironment } from '../../sync/environment'
import { user } from './play'
import { runStory } from './run-story'
import type { Story } from './story'

/** One input with everything on both sides, in a pass and in a transfer of all. */
export const captureInput = async (story: Story): Promise<ReadonlyArray<ReconcileInput>> => {
  const inputs: Array<ReconcileInput> = []
  // The last pass is left out, so that there is something to do.
  await runStory({ ...story, steps: story.steps.slice(0, -1) }, undefined, async (p) => {
    const crm = p.crms[p.database]
    const env = await openEnvironment({ user, database: p.database, mailbox: p.mailbox, crm, store: p.store, settings: p.world.settings, now: () => new Date(p.nowMs).toISOString(), newPassId: () => 'captured' })
    const touched = {
      ...nothingTouched,
      items: p.mailbox.person.list().map((item) => ({ _tag: 'Found' as const, id: item.id, item })),
      activities: crm.person.list().map((activity) => ({ _tag: 'Found' as const, id: activity.id, activity })),
      linkIds: p.store.linksOf({ user, database: p.database }).map((l) => l.id)
    }
    inputs.push(await gather(env, { _tag: 'Pass' }, touched))
    inputs.push(await gather(env, { _tag: 'Transfer', items: 'all', withoutItems: [], withoutAttachments: [] }, touched))
  })
  return inputs
}
