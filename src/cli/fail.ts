/** How a command ends when it does not end well. */

/** Exit code 1: it failed. */
export class CommandFailure extends Error {
  override readonly name: string = 'CommandFailure'
}

/** Exit code 2: the command line or the settings are wrong. */
export class UsageFailure extends CommandFailure {
  override readonly name: string = 'UsageFailure'
}
