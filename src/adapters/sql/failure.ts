/** How a program gives up in the middle: what it has written is taken back, as after a statement that fails. */
import type { PortError } from '../../core/errors'

/** Thrown inside a program; the one place that translates errors gives its `error` as it is. */
export class ProgramFailure {
  constructor(readonly error: PortError) {}
}
