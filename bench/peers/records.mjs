/** The records and edits that every peer works on, about 755 bytes of JSON each, and the frame in which each is measured. */
const words = 'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa'.split(' ')
const bodies = Array.from({ length: 256 }, (_, n) => Array.from({ length: 80 }, (_, i) => words[(n * 31 + i * 7 + (i >> 2)) % words.length]).join(' '))

/** Record n, made anew: no two peers, and no two sides, share a text. */
export const recordOf = (n) => {
  const id = String(n).padStart(7, '0')
  const start = Date.UTC(2026, 0, 1 + (n % 365), 7 + (Math.floor(n / 365) % 11))
  return {
    id: `item-${id}`,
    subject: `Meeting ${id} ${words[n % words.length]}`,
    body: `${bodies[n % 256]} ${id}`,
    start: new Date(start).toISOString(),
    end: new Date(start + 3_600_000).toISOString(),
    location: `Room ${n % 200}`,
    attendees: [n * 3, n * 5 + 1, n * 7 + 2].map((of) => `user${of % 5000}@example.com`),
    updatedAt: n
  }
}

export const recordsOf = (count) => Array.from({ length: count }, (_, n) => JSON.parse(JSON.stringify(recordOf(n))))

/** What S3 edits: one per cent on each side, a tenth of these on both, spread over all. */
export const editsOf = (count) => {
  const each = Math.max(10, Math.floor(count / 100))
  const both = Math.floor(each / 10)
  const distinct = 2 * each - both
  const edited = Array.from({ length: distinct }, (_, i) => i * Math.floor(count / distinct))
  return { a: edited.slice(0, each), b: edited.slice(each - both), both, distinct }
}

export const editedOf = (record, side) => ({ ...record, attendees: [...record.attendees], subject: `${record.subject} [${side}]`, updatedAt: record.updatedAt + 1e9 + (side === 'b' ? 1 : 0) })

/** What the work takes, as `measured.ts` of the engine's own cases. */
export const timed = async (work) => {
  globalThis.gc?.()
  const cpu = process.cpuUsage()
  const started = performance.now()
  const result = await work()
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  return [{ ms, cpuMs: (user + system) / 1000 }, result]
}

/** The median of many turns of short work, after as many that are not measured. */
export const steady = async (turns, work) => {
  for (let i = 0; i < turns; i++) await work()
  globalThis.gc?.()
  const times = []
  const cpu = process.cpuUsage()
  for (let i = 0; i < turns; i++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(cpu)
  return { ms: times.sort((a, b) => a - b)[turns >> 1], cpuMs: (user + system) / 1000 / turns }
}

export const expect = (what, got, wanted) => {
  if (got !== wanted) throw new Error(`${what}: ${got}, expected ${wanted}`)
}

/** Runs `one(count)`, which answers figures by name, and prints them with the most memory that the process had. */
export const main = async (one) => {
  const figures = await one(Number(process.argv[2] ?? 10_000))
  process.stdout.write(`${JSON.stringify({ figures, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) })}\n`)
  process.exit(0)
}
