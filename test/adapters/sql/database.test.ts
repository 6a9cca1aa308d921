import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it } from 'vitest'
import { attempt, execute, insert, select } from '../../../src/adapters/sql/program'
import type { Program } from '../../../src/adapters/sql/program'
import { notFound } from '../../../src/core/errors'
import type { PortError } from '../../../src/core/errors'
import { closeAll, left, newDatabase, right } from './fixtures'

afterEach(closeAll)

const add = (id: string): Program<void> => execute('insert into contacts (id, name) values (?, ?)', [id, id])
const names = async ({ host }: Awaited<ReturnType<typeof newDatabase>>): Promise<ReadonlyArray<unknown>> => host.all('select id from contacts order by id').map((r) => r['id'])

describe('a transaction', () => {
  it('keeps nothing of a program that answers Left, throws, or whose statement fails', async () => {
    const fixture = await newDatabase()
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
    const fixture = await newDatabase()
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
    const fixture = await newDatabase()
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
    const fixture = await newDatabase()
    const seen = await right(
      fixture.db.transact('write', function* () {
        try {
          yield* select('select * from nowhere', [])
          return E.right('nothing')
        } catch {
          return E.right(yield* insert("insert into activities (kind, owner) values ('task', ?)", ['anna']))
        }
      })
    )
    expect(seen).toBe('1')
  })
})
