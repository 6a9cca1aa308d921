/** Where a user's integration is active, and the switch to another company database (B12). */
import type { PassEnv } from '../../core/pass/env'
import { orStop } from '../../core/pass/port-call'
import type { Scope } from '../../core/model/ids'
import type { StorePort } from '../../core/ports/store'

export interface Activation {
  /** `null`: nowhere. */
  readonly database: string | null
  readonly here: boolean
}

export const readActivation = async (store: StorePort, { user, database }: Scope): Promise<Activation> => {
  const active = await orStop('store', 'reading the activation', store.activation(user))
  return { database: active, here: active === database }
}

/** Deactivates where the user is active, and activates here. Under the user's lease, so that no pass is under way there. No link is lost. */
export const switchHere = async ({ store, scope }: PassEnv): Promise<Activation> => {
  const { database, here } = await readActivation(store, scope)
  if (here) return { database, here }
  if (database !== null) await orStop('store', 'deactivating', store.deactivate({ user: scope.user, database }))
  await orStop('store', 'activating', store.activate(scope))
  return { database: scope.database, here: true }
}
