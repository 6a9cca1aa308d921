/** docs/settings.md against the codec: every setting is there once, with its default, and takes the values that it says and no others. */
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { decodeSettings } from '../../src/core/settings/decode-settings'
import { attachmentGroups } from '../../src/core/settings/settings'
import { documentAt, tableRows } from './documents'

interface Row {
  readonly setting: string
  readonly initial: unknown
  readonly values: ReadonlyArray<unknown>
}

const inBackticks = (cell: string): ReadonlyArray<string> => [...cell.matchAll(/`([^`]*)`/g)].map((m) => m[1] ?? '')

const rows: ReadonlyArray<Row> = tableRows(documentAt('docs/settings.md')).flatMap(([setting = '', initial = '', values = '']) => {
  const [name] = inBackticks(setting)
  return name === undefined ? [] : [{ setting: name, initial: JSON.parse(inBackticks(initial)[0] ?? '"no default"') as unknown, values: inBackticks(values).map((v) => JSON.parse(v) as unknown) }]
})

/** Settings that are a record or a list themselves. */
const isLeaf = (path: string, value: unknown): boolean => path === 'conflict.fields' || value === null || typeof value !== 'object' || Array.isArray(value)

const leaves = (value: object, under = ''): ReadonlyArray<readonly [string, unknown]> =>
  Object.entries(value).flatMap(([key, v]: [string, unknown]) => (isLeaf(under + key, v) ? [[under + key, v] as const] : leaves(v as object, `${under}${key}.`)))

const defaults = (): ReadonlyArray<readonly [string, unknown]> => {
  const decoded = decodeSettings({})
  if (E.isLeft(decoded)) throw new Error('the defaults do not decode')
  return leaves(decoded.right)
}

const settingsWith = (path: string, value: unknown): object => path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object

it('every setting is there once, with its default', () => {
  expect(rows.map((r) => r.setting).sort()).toEqual(defaults().map(([path]) => path).sort())
  expect(Object.fromEntries(rows.map((r) => [r.setting, r.initial]))).toEqual(Object.fromEntries(defaults()))
})

describe.each(rows.map((r) => [r.setting, r] as const))('%s', (setting, { initial, values }) => {
  it('takes its default and every value that is named', () => {
    for (const v of [initial, ...values]) expect([v, decodeSettings(settingsWith(setting, v))._tag]).toEqual([v, 'Right'])
  })
  it('refuses another', () => expect(decodeSettings(settingsWith(setting, { no: 'such value' }))._tag).toBe('Left'))
  it('names all that there are, where they can be listed', () => {
    const refused = decodeSettings(settingsWith(setting, {}))
    const expected = E.isLeft(refused) ? (refused.left[0]?.expected ?? '') : ''
    if (expected.startsWith('one of ')) expect(values).toEqual([...expected.matchAll(/'([^']*)'/g)].map((m) => m[1]))
    if (setting === 'attachments.groups') expect(values[0]).toEqual(attachmentGroups)
  })
})

it('a conflict policy for a field that there is not is refused, not ignored', () => {
  for (const name of ['no', 'foo.bar', 'task.nope', 'task.due.x', 'constructor.name']) expect([name, decodeSettings({ conflict: { fields: { [name]: 'crm' } } })._tag]).toEqual([name, 'Left'])
})
