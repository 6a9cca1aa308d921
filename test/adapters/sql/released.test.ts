/** Steps of the schema are never changed once they are released, as a database that has them would differ for ever from one that is made anew. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import { describe, expect, it } from 'vitest'
import { folder, frozen, history, nameOf, rowsOf, statementsOf, stepsOf, systems } from './released'

// A step that is new is frozen by `FREEZE_STEPS=1 npx vitest run test/adapters/sql/released.test.ts`. A file that is there stays as it is.
if (process.env['FREEZE_STEPS'] === '1')
  for (const system of systems) for (const step of stepsOf[system]) {
    const file = join(folder, system, `${nameOf(step)}.sql`)
    if (!existsSync(file)) writeFileSync(file, step.sql)
  }

describe.each(systems)('%s', (system) => {
  const steps = stepsOf[system]

  it.each(steps.map((s) => [nameOf(s), s] as const))('%s is as it was released; what has to change is a new step', (name, step) => {
    expect(frozen(system).has(name), `${name} is new: freeze it with FREEZE_STEPS=1`).toBe(true)
    expect(step.sql).toBe(frozen(system).get(name))
  })

  it('no released step is gone, and each part is numbered without gaps', () => {
    expect([...frozen(system).keys()].sort()).toEqual(steps.map(nameOf).sort())
    for (const part of new Set(steps.map((s) => s.part))) expect(steps.filter((s) => s.part === part).map((s) => s.version)).toEqual(steps.filter((s) => s.part === part).map((_, i) => i + 1))
  })

  it('every step has its place in the history, after the earlier ones of its part, and rows of its time', () => {
    expect([...history].sort()).toEqual(steps.map(nameOf).sort())
    for (const { part } of steps) {
      const places = steps.filter((s) => s.part === part).map((s) => history.indexOf(nameOf(s)))
      expect(places).toEqual([...places].sort((a, b) => a - b))
    }
    for (const step of history) expect(rowsOf(step, system).length, step).toBeGreaterThan(0)
  })
})

it('a text falls into the statements that a database sees', () => {
  const one = new Libsql(':memory:')
  const other = new Libsql(':memory:')
  const schema = (c: Libsql.Database): ReadonlyArray<unknown> => c.prepare('select type, name from sqlite_master order by 1, 2').all()
  for (const { sql } of stepsOf.sqlite) {
    one.exec(sql)
    // A prepared statement is one: a text with two would leave out the second.
    for (const statement of statementsOf(sql)) other.prepare(statement).run()
  }
  expect(schema(other)).toEqual(schema(one))
  expect(schema(one).length).toBeGreaterThan(30)
  for (const c of [one, other]) c.close()
})
