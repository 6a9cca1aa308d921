/**
 * Writes small data files, so that what the real ones do not hold can be tested: tasks, exceptions, ANSI files. Only as
 * much of [MS-PST] as that takes; independent of the reader, whose own checksum is not used either.
 */
import { crc32 } from 'node:zlib'

export interface Prop {
  readonly id: number
  readonly type: number
  readonly value: Buffer
}
export interface Attached {
  readonly props: ReadonlyArray<Prop>
}
export interface Message {
  readonly id: number
  readonly props: ReadonlyArray<Prop>
  readonly recipients?: ReadonlyArray<ReadonlyArray<Prop>>
  readonly attachments?: ReadonlyArray<Attached>
}
export interface FolderSpec {
  readonly id: number
  readonly name: string
  readonly props?: ReadonlyArray<Prop>
  readonly messages?: ReadonlyArray<Message>
  readonly folders?: ReadonlyArray<FolderSpec>
  /** Messages of other folders that this one's table names as well. */
  readonly alsoListed?: ReadonlyArray<number>
}
export interface PstSpec {
  readonly version?: 'ansi' | 'unicode'
  readonly permuted?: boolean
  readonly store?: ReadonlyArray<Prop>
  /** Property set and number of each named property; the n-th gets the id 0x8000 + n. */
  readonly names?: ReadonlyArray<readonly [guid: string, number: number]>
  readonly root: FolderSpec
  /** Changes the content of a block or page before its checksum is made: damage that no checksum shows. */
  readonly mangle?: (content: Buffer) => Buffer
}

const u16 = (n: number): Buffer => Buffer.from([n & 255, (n >> 8) & 255])
const u32 = (n: number): Buffer => {
  const b = Buffer.alloc(4)
  b.writeUInt32LE(n >>> 0)
  return b
}
const f64 = (n: number): Buffer => {
  const b = Buffer.alloc(8)
  b.writeDoubleLE(n)
  return b
}
const fileTime = (iso: string): Buffer => {
  const b = Buffer.alloc(8)
  b.writeBigUInt64LE((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n)
  return b
}

/** Properties of each type. */
export const prop = {
  text: (id: number, s: string): Prop => ({ id, type: 0x1f, value: Buffer.from(s, 'utf16le') }),
  text8: (id: number, b: Buffer): Prop => ({ id, type: 0x1e, value: b }),
  int: (id: number, n: number): Prop => ({ id, type: 3, value: u32(n) }),
  bool: (id: number, b: boolean): Prop => ({ id, type: 0xb, value: Buffer.from([b ? 1 : 0]) }),
  double: (id: number, n: number): Prop => ({ id, type: 5, value: f64(n) }),
  time: (id: number, iso: string): Prop => ({ id, type: 0x40, value: fileTime(iso) }),
  binary: (id: number, b: Buffer): Prop => ({ id, type: 0x102, value: b })
}

// The inverse of the substitution, worked out from the three rotors' combined effect as the specification lists it.
const substitution = Buffer.from(
  '47f1b4e60b6a7248854e9eebe2f89453e0bba002e85a09abdbe3bac67cc310dd39059630f53760828cc9134a6b1df3fb8f2697ca911701c4322d6e3195ffd923d1005e79dc443b1a28c5615720903d83b943be67d2464276c06d5b7eb20f16293ca903540dda5ddff6b7c762cd8d06d3695c86d614f7a56675acb1e94521700c879f74a4224c6fbf1f56aa2eb3783350b0a392bccf191ca763cb1e4d3e4b1b9b4fe7f0eead3ab55904ea40552551e57a893868527bfc27aed7bdfa07f4cc8e5fef359c842b15d5773449b6120a7f7188fd9d18417d93d8582ccefe24afdeb836c8a180a69998a82f0e816573e4c2a28ad4e111d0088b2af2ed9a643fc16cf9ec',
  'hex'
)
const substitute = (b: Buffer): Buffer => Buffer.from(b.map((x) => substitution.indexOf(x)))

/** The checksum of pages and blocks. */
export const pstCrc = (b: Buffer): number => (~crc32(b, 0xffffffff)) >>> 0

/** A heap in one block. */
const heap = (client: number, allocations: ReadonlyArray<Buffer>, root: number): Buffer => {
  const parts: Array<Buffer> = []
  const starts: Array<number> = []
  let at = 12
  for (const a of allocations) {
    starts.push(at)
    parts.push(a)
    at += a.length
  }
  const pad = at % 2
  const map = Buffer.concat([u16(allocations.length), u16(0), ...starts.map(u16), u16(at)])
  return Buffer.concat([u16(at + pad), Buffer.from([0xec, client]), u32(root), u32(0), ...parts, Buffer.alloc(pad), map])
}

const hid = (index: number): number => (index + 1) << 5
const inlineTypes = new Set([2, 3, 0xb, 4])
const fixed8 = new Set([5, 0x40, 0x14])

interface Node {
  readonly id: number
  readonly data: number
  readonly subnodes: number
  readonly parent: number
}

/** Builds the file. */
export const writePst = (spec: PstSpec): Buffer => {
  const ansi = spec.version === 'ansi'
  const trailer = ansi ? 12 : 16
  const blockData = 8192 - trailer
  const w = (n: number): Buffer => (ansi ? u32(n) : Buffer.concat([u32(n), u32(0)]))
  const mangle = spec.mangle ?? ((b: Buffer): Buffer => b)
  const chunks: Array<Buffer> = []
  let at = 0x600
  let nextBlock = 4
  const blocks: Array<{ id: number; at: number; size: number }> = []
  const nodes: Array<Node> = []
  const put = (b: Buffer): number => {
    const here = at
    chunks.push(b)
    at += b.length
    return here
  }
  const addBlock = (bytes: Buffer, internal = false): number => {
    const id = nextBlock + (internal ? 2 : 0)
    nextBlock += 4
    const meant = mangle(bytes)
    const stored = spec.permuted && !internal ? substitute(meant) : meant
    const size = Math.ceil((bytes.length + trailer) / 64) * 64
    const tail = ansi ? Buffer.concat([u16(bytes.length), u16(0), u32(id), u32(pstCrc(stored))]) : Buffer.concat([u16(bytes.length), u16(0), u32(pstCrc(stored)), w(id)])
    blocks.push({ id, at: put(Buffer.concat([stored, Buffer.alloc(size - bytes.length - trailer), tail])), size: bytes.length })
    return id
  }
  const addData = (bytes: Buffer): number => {
    if (bytes.length <= blockData) return addBlock(bytes)
    const ids: Array<number> = []
    for (let i = 0; i < bytes.length; i += blockData) ids.push(addBlock(bytes.subarray(i, i + blockData)))
    return addBlock(Buffer.concat([Buffer.from([1, 1]), u16(ids.length), u32(bytes.length), ...ids.map(w)]), true)
  }
  type Sub = { readonly id: number; readonly data: number; readonly subnodes: number }
  const addSubnodes = (subs: ReadonlyArray<Sub>): number =>
    subs.length === 0
      ? 0
      : addBlock(Buffer.concat([Buffer.from([2, 0]), u16(subs.length), ...(ansi ? [] : [u32(0)]), ...[...subs].sort((a, b) => a.id - b.id).flatMap((s) => [w(s.id), w(s.data), w(s.subnodes)])]), true)

  const properties = (props: ReadonlyArray<Prop>, more: ReadonlyArray<Sub> = []): { data: number; subnodes: number } => {
    const sorted = [...props].sort((a, b) => a.id - b.id)
    const allocations: Array<Buffer> = [Buffer.alloc(0), Buffer.alloc(0)]
    const subs: Array<Sub> = [...more]
    const records = sorted.map((p) => {
      let value: Buffer
      if (inlineTypes.has(p.type)) value = Buffer.concat([p.value, Buffer.alloc(4)]).subarray(0, 4)
      else if (p.value.length === 0) value = u32(0)
      else if (p.value.length > 1000) {
        const id = 0x10000 + (subs.length << 5) + 0x1f
        subs.push({ id, data: addData(p.value), subnodes: 0 })
        value = u32(id)
      } else {
        allocations.push(p.value)
        value = u32(hid(allocations.length - 1))
      }
      return Buffer.concat([u16(p.id), u16(p.type), value])
    })
    allocations[0] = Buffer.concat([Buffer.from([0xb5, 2, 6, 0]), u32(records.length === 0 ? 0 : hid(1))])
    allocations[1] = Buffer.concat(records)
    return { data: addData(heap(0xbc, allocations, hid(0))), subnodes: addSubnodes(subs) }
  }

  const table = (rows: ReadonlyArray<{ id: number; props: ReadonlyArray<Prop> }>): { data: number; subnodes: number } => {
    const columns = [...new Map(rows.flatMap((r) => r.props.map((p): [number, Prop] => [p.id, p]))).values()]
    const sizeOf = (p: Prop): number => (p.type === 0xb ? 1 : fixed8.has(p.type) ? 8 : 4)
    const ordered = [...columns].sort((a, b) => sizeOf(b) - sizeOf(a))
    let offset = 8
    const placed = ordered.map((p, i) => {
      const c = { p, at: offset, size: sizeOf(p), bit: i + 2 }
      offset += c.size
      return c
    })
    const bitmapAt = offset
    const bitmapSize = Math.ceil((placed.length + 2) / 8)
    const rowSize = bitmapAt + bitmapSize
    const allocations: Array<Buffer> = [Buffer.alloc(0), Buffer.alloc(0), Buffer.alloc(0)]
    const rowBytes = rows.map((r, n) => {
      const row = Buffer.alloc(rowSize)
      row.writeUInt32LE(r.id, 0)
      row.writeUInt32LE(n + 1, 4)
      row[bitmapAt] = 0xc0
      for (const c of placed) {
        const p = r.props.find((x) => x.id === c.p.id)
        if (p === undefined) continue
        row[bitmapAt + (c.bit >> 3)] = (row[bitmapAt + (c.bit >> 3)] ?? 0) | (0x80 >> (c.bit & 7))
        if (fixed8.has(p.type) || inlineTypes.has(p.type)) p.value.copy(row, c.at)
        else if (p.value.length > 0) {
          allocations.push(p.value)
          row.writeUInt32LE(hid(allocations.length - 1), c.at)
        }
      }
      return row
    })
    const perBlock = Math.floor(blockData / rowSize)
    const matrix: Array<Buffer> = []
    for (let i = 0; i < rowBytes.length; i += perBlock) {
      const block = Buffer.concat(rowBytes.slice(i, i + perBlock))
      matrix.push(i + perBlock < rowBytes.length ? Buffer.concat([block, Buffer.alloc(blockData - block.length)]) : block)
    }
    const subs: Array<Sub> = rows.length === 0 ? [] : [{ id: 0x1003f, data: addData(Buffer.concat(matrix)), subnodes: 0 }]
    const descriptors = [{ tag: [3, 0x67f2], at: 0, size: 4, bit: 0 }, { tag: [3, 0x67f3], at: 4, size: 4, bit: 1 }, ...placed.map((c) => ({ tag: [c.p.type, c.p.id], at: c.at, size: c.size, bit: c.bit }))]
    allocations[0] = Buffer.concat([
      Buffer.from([0x7c, descriptors.length]),
      ...[8, 8, bitmapAt, rowSize].map(u16),
      u32(hid(1)),
      u32(rows.length === 0 ? 0 : 0x1003f),
      u32(0),
      ...descriptors.flatMap((d) => [u16(d.tag[0] ?? 0), u16(d.tag[1] ?? 0), u16(d.at), Buffer.from([d.size, d.bit])])
    ])
    allocations[1] = Buffer.concat([Buffer.from([0xb5, 4, ansi ? 2 : 4, 0]), u32(rows.length === 0 ? 0 : hid(2))])
    allocations[2] = Buffer.concat([...rows].map((r, n) => ({ id: r.id, n })).sort((a, b) => a.id - b.id).flatMap((r) => [u32(r.id), ansi ? u16(r.n) : u32(r.n)]))
    return { data: addData(heap(0x7c, allocations, hid(0))), subnodes: addSubnodes(subs) }
  }

  const node = (id: number, parent: number, content: { data: number; subnodes: number }): void => void nodes.push({ id, parent, ...content })

  const message = (m: Message, folder: number): void => {
    const subs: Array<Sub> = []
    if (m.recipients !== undefined) subs.push({ id: 0x692, ...table(m.recipients.map((props, i) => ({ id: i + 1, props }))) })
    if (m.attachments !== undefined) {
      const ids = m.attachments.map((_, i) => 0x8005 + 0x20 * i)
      subs.push({ id: 0x671, ...table(ids.map((id) => ({ id, props: [] }))) })
      m.attachments.forEach((a, i) => subs.push({ id: ids[i] ?? 0, ...properties(a.props) }))
    }
    node(m.id, folder, properties(m.props, subs))
  }

  const folder = (f: FolderSpec, parent: number): void => {
    node(f.id, parent, properties([prop.text(0x3001, f.name), prop.int(0x3602, f.messages?.length ?? 0), ...(f.props ?? [])]))
    node(f.id + 11, parent, table((f.folders ?? []).map((c) => ({ id: c.id, props: [] }))))
    node(f.id + 12, parent, table([...(f.messages ?? []).map((m) => m.id), ...(f.alsoListed ?? [])].map((id) => ({ id, props: [] }))))
    for (const m of f.messages ?? []) message(m, f.id)
    for (const c of f.folders ?? []) folder(c, f.id)
  }

  const guids = [...new Set((spec.names ?? []).map(([g]) => g))]
  const guidBytes = (g: string): Buffer => {
    const [a, b, c, d, e] = g.split('-').map((x) => Buffer.from(x, 'hex')) as [Buffer, Buffer, Buffer, Buffer, Buffer]
    return Buffer.concat([a.reverse(), b.reverse(), c.reverse(), d, e])
  }
  node(0x61, 0, properties([
    prop.binary(2, Buffer.concat(guids.map(guidBytes))),
    prop.binary(3, Buffer.concat((spec.names ?? []).flatMap(([g, n], i) => [u32(n), u16((guids.indexOf(g) + 3) << 1), u16(i)]))),
    prop.binary(4, Buffer.alloc(0))
  ]))
  node(0x21, 0, properties(spec.store ?? []))
  folder(spec.root, spec.root.id)

  const page = (type: number, entries: ReadonlyArray<Buffer>, level: number): number => {
    const size = entries[0]?.length ?? 0
    const body = Buffer.concat([...entries, Buffer.alloc(496)]).subarray(0, ansi ? 496 : 488)
    const counts = Buffer.from([entries.length, Math.floor(body.length / Math.max(1, size)), size, level])
    const content = mangle(Buffer.concat([body, counts, ...(ansi ? [] : [Buffer.alloc(4)])]))
    at = Math.ceil(at / 512) * 512
    const filler = at - 0x600 - chunks.reduce((n, c) => n + c.length, 0)
    if (filler > 0) chunks.push(Buffer.alloc(filler))
    const tail = ansi ? Buffer.concat([Buffer.from([type, type]), u16(0), u32(2), u32(pstCrc(content))]) : Buffer.concat([Buffer.from([type, type]), u16(0), u32(pstCrc(content)), w(2)])
    return put(Buffer.concat([content, tail]))
  }
  const tree = (type: number, keyed: ReadonlyArray<{ key: number; entry: Buffer }>): number => {
    let level = 0
    let current = [...keyed].sort((a, b) => a.key - b.key)
    for (;;) {
      const perPage = Math.floor((ansi ? 496 : 488) / (current[0]?.entry.length ?? 1))
      const pages: Array<{ key: number; entry: Buffer }> = []
      for (let i = 0; i < current.length; i += perPage) {
        const slice = current.slice(i, i + perPage)
        const where = page(type, slice.map((e) => e.entry), level)
        const key = slice[0]?.key ?? 0
        pages.push({ key, entry: Buffer.concat([w(key), w(2), w(where)]) })
      }
      if (pages.length === 1) return at - 512
      current = pages
      level++
    }
  }
  const nodeRoot = tree(0x81, nodes.map((n) => ({ key: n.id, entry: Buffer.concat([w(n.id), w(n.data), w(n.subnodes), u32(n.parent), ...(ansi ? [] : [u32(0)])]) })))
  const blockRoot = tree(0x80, blocks.map((b) => ({ key: b.id, entry: Buffer.concat([w(b.id), w(b.at), u16(b.size), u16(2), ...(ansi ? [] : [u32(0)])]) })))

  const header = Buffer.alloc(0x600)
  header.write('!BDN', 0, 'latin1')
  header.write('SM', 8, 'latin1')
  header.writeUInt16LE(ansi ? 14 : 23, 10)
  w(at).copy(header, ansi ? 168 : 184)
  w(nodeRoot).copy(header, ansi ? 188 : 224)
  w(blockRoot).copy(header, ansi ? 196 : 240)
  header[ansi ? 460 : 512] = 0x80
  header[ansi ? 461 : 513] = spec.permuted ? 1 : 0
  return Buffer.concat([header, ...chunks])
}
