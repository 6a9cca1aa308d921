/** Which fault strikes a request: by script, then by chance. */
import type { Fault, FaultKind, FaultRequest, FaultScript } from './fault'

const hasDeltaToken = (r: FaultRequest): boolean => r.params.has('$deltatoken') || r.params.has('$skiptoken')
const isDelta = (r: FaultRequest): boolean => r.template.endsWith('/delta')
const isBatch = (r: FaultRequest): boolean => r.template === '/$batch'

/** Where a fault makes sense. Within a batch only answers can go wrong, not connections. */
const fits = (kind: FaultKind, r: FaultRequest): boolean => {
  switch (kind) {
    case 'throttled':
    case 'status':
      return true
    case 'resync':
      return isDelta(r) && hasDeltaToken(r)
    case 'changedIds':
      return !isBatch(r) && r.user !== null
    case 'duplicates':
      return isDelta(r) && !r.inBatch
    case 'foreignLink':
    case 'endlessPaging':
      return !r.inBatch && r.method === 'GET'
    case 'redirect':
      return !r.inBatch && r.method === 'GET'
    default:
      return !r.inBatch
  }
}

const sample: { readonly [K in FaultKind]: (random: () => number) => Fault } = {
  lostAnswer: () => ({ kind: 'lostAnswer' }),
  connectionLost: () => ({ kind: 'connectionLost' }),
  throttled: (random) => ({ kind: 'throttled', retryAfterMs: 1000 * (1 + Math.floor(random() * 10)), asDate: random() < 0.2 }),
  status: (random) => ({ kind: 'status', status: ([500, 502, 503, 504] as const)[Math.floor(random() * 4)] ?? 500 }),
  tokenExpired: () => ({ kind: 'tokenExpired' }),
  resync: (random) => ({ kind: 'resync', how: (['gone', 'syncStateNotFound', 'resyncRequired'] as const)[Math.floor(random() * 3)] ?? 'gone' }),
  cut: () => ({ kind: 'cut' }),
  slow: (random) => ({ kind: 'slow', ms: Math.floor(random() * 1000) }),
  truncatedJson: () => ({ kind: 'truncatedJson' }),
  wrongContentType: () => ({ kind: 'wrongContentType' }),
  changedIds: () => ({ kind: 'changedIds' }),
  duplicates: () => ({ kind: 'duplicates' }),
  foreignLink: () => ({ kind: 'foreignLink' }),
  redirect: () => ({ kind: 'redirect' }),
  endlessPaging: () => ({ kind: 'endlessPaging' }),
  hugeBody: () => ({ kind: 'hugeBody', bytes: 100_000_000 }),
  protoKeys: () => ({ kind: 'protoKeys' }),
  dateOff: (random) => ({ kind: 'dateOff', ms: random() < 0.5 ? 86_400_000 : -86_400_000 })
}

export interface Faults {
  /** Strikes the next request that matches, or the next few. Scripts are looked at in the order in which they were given. */
  readonly next: (script: FaultScript) => void
  /** Strikes that share of all requests, with kinds chosen by chance; 0 ends it. */
  readonly seed: (rate: number, kinds: ReadonlyArray<FaultKind>) => void
  /** Forgets scripts and chance. */
  readonly clear: () => void
  /** How often each kind struck. */
  readonly struck: () => Readonly<Partial<Record<FaultKind, number>>>
}

export interface ChosenFaults extends Faults {
  readonly choose: (request: FaultRequest) => Fault | null
}

export const newFaults = (random: () => number): ChosenFaults => {
  let scripts: Array<{ readonly script: FaultScript; left: number }> = []
  let chance: { readonly rate: number; readonly kinds: ReadonlyArray<FaultKind> } = { rate: 0, kinds: [] }
  const counts = new Map<FaultKind, number>()
  const scripted = (r: FaultRequest): Fault | null => {
    const hit = scripts.find(({ script }) => fits(script.fault.kind, r) && (script.match?.(r) ?? true))
    if (hit === undefined) return null
    hit.left -= 1
    scripts = scripts.filter((s) => s.left > 0)
    return hit.script.fault
  }
  const byChance = (r: FaultRequest): Fault | null => {
    if (chance.rate === 0 || random() >= chance.rate) return null
    const kind = chance.kinds[Math.floor(random() * chance.kinds.length)]
    return kind === undefined || !fits(kind, r) ? null : sample[kind](random)
  }
  return {
    next: (script) => void scripts.push({ script, left: script.times ?? 1 }),
    seed: (rate, kinds) => {
      chance = { rate, kinds }
    },
    clear: () => {
      scripts = []
      chance = { rate: 0, kinds: [] }
    },
    struck: () => Object.fromEntries(counts),
    choose: (r) => {
      const fault = scripted(r) ?? byChance(r)
      if (fault !== null) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1)
      return fault
    }
  }
}
