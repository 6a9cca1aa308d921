/** From a host's options to what a pass works with: settings decoded, addresses read, activation checked. */
import * as E from 'fp-ts/lib/Either.js'
import type { SyncError } from '../core/errors'
import type { Scope } from '../core/model/ids'
import { instantOf } from '../core/model/time'
import type { PassEnv } from '../core/pass/env'
import { orStop, Stop } from '../core/pass/port-call'
import { decodeSettings } from '../core/settings/decode-settings'
import { detectFileType, headBytes } from '../files/detect-file-type'
import { defaultRules } from '../rules'
import { decodeLeaseOptions } from './lease'
import type { SyncOptions } from './options'

const invalid = (field: string, expected: string): SyncError => ({ _tag: 'InvalidInput', errors: [{ field, got: 'an empty string', expected }] })

const clockOf = (o: SyncOptions): PassEnv['clock'] => o.now ?? ((): string => instantOf(Date.now()))

/** Decodes and reads; stops on what is wrong. */
export const openEnvironment = async (o: SyncOptions): Promise<PassEnv> => {
  if (o.user === '') throw new Stop(invalid('user', 'the id of a CRM user'))
  if (o.database === '') throw new Stop(invalid('database', 'the id of a company database'))
  decodeLeaseOptions(o)
  const settings = decodeSettings(o.settings)
  if (E.isLeft(settings)) throw new Stop({ _tag: 'InvalidSettings', errors: settings.left })
  const scope: Scope = { user: o.user, database: o.database }
  const ownAddresses = [...(o.ownAddresses ?? []), ...(await orStop('mailbox', 'reading its own addresses', o.mailbox.ownAddresses))]
  const clock = clockOf(o)
  const now = clock()
  return {
    scope,
    ownAddresses,
    mailbox: o.mailbox,
    crm: o.crm,
    store: o.store,
    rules: o.rules ?? defaultRules,
    settings: settings.right,
    now,
    clock,
    lease: null,
    passId: o.newPassId === undefined ? `${now}-${Math.random().toString(36).slice(2, 10)}` : o.newPassId(),
    detectFileType: (head) => () => detectFileType(head),
    headBytes,
    onProgress: o.onProgress ?? (() => undefined)
  }
}

/** Activates the scope if the user is active nowhere; stops if that is elsewhere (B12). */
export const ensureActive = async (o: SyncOptions): Promise<void> => {
  const r = await o.store.activate({ user: o.user, database: o.database })()
  if (E.isRight(r)) return
  if (r.left._tag === 'AlreadyExists') throw new Stop({ _tag: 'ActiveElsewhere', database: r.left.what })
  throw new Stop({ _tag: 'PortFailed', port: 'store', during: 'activating', error: r.left })
}
