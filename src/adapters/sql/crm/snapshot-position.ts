/** Positions in a log that is read by snapshots, as text. https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT */

/** Where a reader stands. */
export interface LogPosition {
  /** In which server the snapshots mean something. */
  readonly cluster: string
  /** What was visible here has been read: `812:815:812,813`. */
  readonly since: string
  /** The snapshot up to which the present run of pages goes; `null`: none has begun. */
  readonly until: string | null
  /** The last entry read in this run: its transaction, and its number in it. */
  readonly tx: string
  readonly seq: number
}

/** The bounds of a snapshot: all transactions before `xmin` are in it, none from `xmax` on. */
export interface Snapshot {
  readonly xmin: bigint
  readonly xmax: bigint
}

const number = String.raw`\d{1,20}`
const snapshot = `${number}:${number}:(?:${number}(?:,${number})*)?`
const form = new RegExp(`^(\\w{0,40}) (${snapshot})(?: (${snapshot}) (${number}) (\\d{1,15}))?$`)
const largest = 2n ** 64n

/** The bounds, or `null` for what the server would not take as a snapshot. */
export const snapshotOf = (text: string): Snapshot | null => {
  const [least = '', greatest = '', list = ''] = text.split(':')
  const [xmin, xmax] = [BigInt(least), BigInt(greatest)]
  const between = list === '' ? [] : list.split(',').map(BigInt)
  const ordered = between.every((x, i) => x >= xmin && x < xmax && (i === 0 || x > (between[i - 1] ?? 0n)))
  return xmin > 0n && xmin <= xmax && xmax < largest && ordered ? { xmin, xmax } : null
}

/** `cluster since`, or `cluster since until tx seq`. */
export const formatPosition = ({ cluster, since, until, tx, seq }: LogPosition): string => (until === null ? `${cluster} ${since}` : `${cluster} ${since} ${until} ${tx} ${seq}`)

/** Reads a position; `null` for what is not one of ours. Whether its snapshots are ones is {@link snapshotOf}'s to say. */
export const parsePosition = (text: string): LogPosition | null => {
  const m = form.exec(text)
  if (m === null) return null
  const [, cluster = '', since = '', until, tx = '0', seq = '0'] = m
  return BigInt(tx) >= largest ? null : { cluster, since, until: until ?? null, tx, seq: Number(seq) }
}
