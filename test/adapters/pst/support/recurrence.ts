/** Writes recurrence blobs, field by field as [MS-OXOCAL] 2.2.1.44 has them. */

export interface ExceptionSpec {
  readonly start: string
  readonly end: string
  readonly original: string
  readonly subject?: string
  readonly location?: string
  readonly busyStatus?: number
  readonly allDay?: boolean
  /** The texts as another program's ANSI, which the Unicode ones replace. */
  readonly ansi?: string
}
export interface RecurrenceSpec {
  readonly frequency: 0x200a | 0x200b | 0x200c | 0x200d
  readonly type: number
  readonly calendar?: number
  readonly period: number
  readonly specific?: ReadonlyArray<number>
  readonly end: { readonly count: number } | { readonly until: string } | null
  readonly firstWeekday?: number
  readonly start: string
  readonly startOffset: number
  readonly endOffset: number
  readonly deleted?: ReadonlyArray<string>
  readonly exceptions?: ReadonlyArray<ExceptionSpec>
  readonly withoutExtended?: boolean
}

/** Minutes since 1601 of a wall time. */
export const minutes = (local: string): number => (Date.parse(`${local.length === 10 ? `${local}T00:00:00` : local}Z`) + 11_644_473_600_000) / 60_000

export const writeRecurrence = (r: RecurrenceSpec): Buffer => {
  const parts: Array<Buffer> = []
  const n16 = (n: number): void => {
    const b = Buffer.alloc(2)
    b.writeUInt16LE(n)
    parts.push(b)
  }
  const n32 = (n: number): void => {
    const b = Buffer.alloc(4)
    b.writeUInt32LE(n >>> 0)
    parts.push(b)
  }
  const exceptions = r.exceptions ?? []
  n16(0x3004)
  n16(0x3004)
  n16(r.frequency)
  n16(r.type)
  n16(r.calendar ?? 0)
  n32(0)
  n32(r.period)
  n32(0)
  for (const s of r.specific ?? []) n32(s)
  n32(r.end === null ? 0x2023 : 'count' in r.end ? 0x2022 : 0x2021)
  n32(r.end !== null && 'count' in r.end ? r.end.count : 10)
  n32(r.firstWeekday ?? 0)
  const removed = [...(r.deleted ?? []), ...exceptions.map((e) => e.original.slice(0, 10))].map(minutes).sort((a, b) => a - b)
  n32(removed.length)
  for (const d of removed) n32(d)
  n32(exceptions.length)
  for (const e of exceptions) n32(minutes(e.start.slice(0, 10)))
  n32(minutes(r.start))
  n32(r.end !== null && 'until' in r.end ? minutes(r.end.until) : 0x5ae980df)
  n32(0x3006)
  n32(0x3009)
  n32(r.startOffset)
  n32(r.endOffset)
  n16(exceptions.length)
  for (const e of exceptions) {
    n32(minutes(e.start))
    n32(minutes(e.end))
    n32(minutes(e.original))
    n16((e.subject === undefined ? 0 : 1) | (e.location === undefined ? 0 : 0x10) | (e.busyStatus === undefined ? 0 : 0x20) | (e.allDay === undefined ? 0 : 0x80) | 0x8)
    const text = (s: string | undefined): void => {
      if (s === undefined) return
      const b = Buffer.from(e.ansi ?? s, 'latin1')
      n16(b.length + 1)
      n16(b.length)
      parts.push(b)
    }
    text(e.subject)
    n32(1)
    text(e.location)
    if (e.busyStatus !== undefined) n32(e.busyStatus)
    if (e.allDay !== undefined) n32(e.allDay ? 1 : 0)
  }
  if (r.withoutExtended === true) return Buffer.concat(parts)
  n32(0)
  for (const e of exceptions) {
    n32(4)
    n32(0)
    n32(0)
    if (e.subject === undefined && e.location === undefined) continue
    n32(minutes(e.start))
    n32(minutes(e.end))
    n32(minutes(e.original))
    for (const s of [e.subject, e.location]) {
      if (s === undefined) continue
      n16(s.length)
      parts.push(Buffer.from(s, 'utf16le'))
    }
    n32(0)
  }
  n32(0)
  return Buffer.concat(parts)
}
