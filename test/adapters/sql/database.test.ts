import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { attempt, execute, insert, select } from '../../../src/adapters/sql/program'
import type { Program } from '../../../src/adapters/sql/program'
import { notFound } from '../../../src/core/errors'
import type { PortError } from '../../../src/core/errors'
import { closeAll, databases } from './databases'
import type { Fixture } from './databases'
import { left, right } from './fixtures'

afterEach(closeAll)

const add = (id: string): Program<void> => execute('insert into contacts (id, name) values (?, ?)', [id, id])
const names = async ({ host }: Fixture): Promise<ReadonlyArray<unknown>> => (await host.all('select id from contacts order by id')).map((r) => r['id'])

describe.each(databases)('%s', (_, on) => {
  describe('a transaction', () => {
    it('keeps nothing of a program that answers Left, throws, or whose statement fails', async () => {
      const fixture = await on.newDatabase()
      const programs: ReadonlyArray<() => Program<E.Either<PortError, void>>> = [
        function* () {
          yield* add('a')
          return E.left(notFound('it'))
        },
        function* () {
          yield* add('a')
          throw new TypeError('words that are nobody’s business')
        },
        function* () {
          yield* add('a')
          yield* add('a')
          return E.right(undefined)
        }
      ]
      const errors: PortError[] = []
      for (const program of programs) errors.push(await left(fixture.db.transact('write', program)))
      expect(errors).toEqual([notFound('it'), { _tag: 'Unexpected', detail: 'the SQL adapter failed: TypeError' }, { _tag: 'AlreadyExists', what: 'a row with the same key' }])
      expect(await names(fixture)).toEqual([])
    })

    it('does nothing before its task is run, and does it again each time', async () => {
      const fixture = await on.newDatabase()
      let n = 0
      const task = fixture.db.transact('write', function* () {
        yield* add(`c${(n += 1)}`)
        return E.right(undefined)
      })
      expect(await names(fixture)).toEqual([])
      await right(task)
      await right(task)
      expect(await names(fixture)).toEqual(['c1', 'c2'])
    })

    it('takes back a part of it that fails, and goes on', async () => {
      const fixture = await on.newDatabase()
      const tags = await right(
        fixture.db.transact('write', function* () {
          const results: string[] = []
          for (const ids of [['a'], ['b', 'a'], ['c']]) {
            const part = yield* attempt(
              (function* (): Program<E.Either<PortError, string>> {
                for (const id of ids) yield* add(id)
                return E.right('done')
              })()
            )
            results.push(E.isRight(part) ? part.right : part.left._tag)
          }
          return E.right(results)
        })
      )
      expect(tags).toEqual(['done', 'AlreadyExists', 'done'])
      expect(await names(fixture)).toEqual(['a', 'c'])
    })

    it('hands a failing statement’s error to the program at its place', async () => {
      const fixture = await on.newDatabase()
      const told = await left(
        fixture.db.transact('write', function* () {
          try {
            yield* select('select * from nowhere', [])
            return E.right('nothing')
          } catch {
            return E.left(notFound('what was looked for'))
          }
        })
      )
      expect(told).toEqual(notFound('what was looked for'))
    })

    it('that went on after a failing statement is whole where that is possible, or has failed with it', async () => {
      for (const rest of [() => add('b'), () => execute('select 1')]) {
        const fixture = await on.newDatabase()
        const went = await fixture.db.transact('write', function* () {
          yield* add('a')
          try {
            yield* add('a')
          } catch {
            yield* rest()
          }
          return E.right('went on')
        })()
        expect(E.isRight(went) ? went.right : went.left._tag).toBe(on.name === 'SQLite' ? 'went on' : 'AlreadyExists')
        expect((await names(fixture)).includes('a')).toBe(on.name === 'SQLite')
      }
    })

    it('that swallows a failing statement and does nothing more has failed with it, where the server has given it up', async () => {
      const fixture = await on.newDatabase()
      const went = await fixture.db.transact('write', function* () {
        yield* add('a')
        try {
          yield* add('a')
        } catch {
          return E.right('swallowed')
        }
        return E.right('nothing')
      })()
      expect(E.isRight(went) ? went.right : went.left._tag).toBe(on.name === 'SQLite' ? 'swallowed' : 'AlreadyExists')
      expect(await names(fixture)).toEqual(on.name === 'SQLite' ? ['a'] : [])
    })

    it('gives the generated key of a row', async () => {
      const fixture = await on.newDatabase()
      const id = await right(
        fixture.db.transact('write', function* () {
          return E.right(yield* insert("insert into activities (kind, owner) values ('task', ?)", ['anna']))
        })
      )
      expect(id).toBe('1')
    })
  })
})
