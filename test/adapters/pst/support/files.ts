/** The real data files, temporary ones, and a whole listing in one call. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll } from 'vitest'
import { pstMailbox, type PstConfig, type PstMailbox } from '../../../../src/adapters/pst'
import { showPortError, type PortError } from '../../../../src/core/errors'
import type { Item } from '../../../../src/core/model/item'
import type { ItemChange, ItemPage } from '../../../../src/core/ports/mailbox'

const testdata = join(process.cwd(), 'node_modules/pst-extractor/example/testdata')
export const real = {
  enron: join(testdata, 'enron.pst'),
  outlook: join(testdata, 'pstextractortest@outlook.com.ost'),
  pdf: join(testdata, 'pstextractortestpdf@outlook.com.ost')
}
export const attachmentFile = (name: string): Buffer => readFileSync(join(testdata, 'attachments', name))

const folder = mkdtempSync(join(tmpdir(), 'pst-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
/** A temporary file of these bytes. */
export const temporary = (bytes: Buffer, name = `t${count++}.pst`): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

export const rightOf = <A>(e: E.Either<PortError, A>): A => {
  if (E.isLeft(e)) throw new Error(showPortError(e.left))
  return e.right
}

export const open = (file: string, more: Partial<PstConfig> = {}): PstMailbox => pstMailbox({ file, ownAddresses: ['anna@acme.se'], ...more })

/** All pages from the beginning; a `Left` ends it. */
export const allPages = async (m: PstMailbox): Promise<{ readonly pages: ReadonlyArray<ItemPage>; readonly error: PortError | null }> => {
  const pages: Array<ItemPage> = []
  let cursor: string | null = null
  for (let i = 0; i < 10_000; i++) {
    const page: E.Either<PortError, ItemPage> = await m.changes(cursor)()
    if (E.isLeft(page)) return { pages, error: page.left }
    pages.push(page.right)
    cursor = page.right.cursor
    if (!page.right.more) return { pages, error: null }
  }
  throw new Error(`${basename(real.enron)}: no end`)
}

export const allChanges = async (m: PstMailbox): Promise<ReadonlyArray<ItemChange>> => {
  const { pages, error } = await allPages(m)
  if (error !== null) throw new Error(showPortError(error))
  return pages.flatMap((p) => p.changes)
}

/** Every item; anything that failed is an error. */
export const allItems = async (m: PstMailbox): Promise<ReadonlyArray<Item>> =>
  (await allChanges(m)).map((c) => {
    if (c._tag !== 'Present') throw new Error(JSON.stringify(c))
    return c.item
  })

export const itemsOf = async <K extends Item['kind']>(m: PstMailbox, kind: K): Promise<ReadonlyArray<Extract<Item, { readonly kind: K }>>> =>
  (await allItems(m)).filter((i): i is Extract<Item, { readonly kind: K }> => i.kind === kind)
