/**
 * The one exception of the file format's layer. A binary format is read by dozens of nested steps, any of which may
 * meet nonsense; the exception never leaves the adapter: `../errors.ts` turns it into a `PortError`.
 */

/** The file is not what its structures say: cut short, overwritten, or made by something that does not follow the format. */
export class PstDamage extends Error {
  override readonly name = 'PstDamage'
}

/** The file is no Outlook data file, or of a sort that cannot be read. */
export class PstRefused extends Error {
  override readonly name = 'PstRefused'
  constructor(
    readonly field: string,
    readonly got: string,
    readonly expected: string
  ) {
    super(`${field}: got ${got}, expected ${expected}`)
  }
}

/** Ends the present step because of damage. `what` names the structure, never its content. */
export const damaged = (what: string): never => {
  throw new PstDamage(what)
}

/** A value that has to be there. */
export const present = <A>(value: A | null | undefined, what: string): A => value ?? damaged(`${what} is missing`)
