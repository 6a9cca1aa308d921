/** The one Error of the library: what a Promise rejects with. */
import { showSyncError, type SyncError } from '../core/errors'

/** Carries the `SyncError`, whose `_tag` a host branches on; the message is for people. */
export class SyncFailure extends Error {
  override readonly name = 'SyncFailure'
  constructor(readonly error: SyncError) {
    super(showSyncError(error))
  }
}
