/** The Postgres server of this test run. */
import { inject } from 'vitest'

/** What the names of schemas have to begin with, so that they are dropped in the end. */
export const schemaPrefix = (): string => inject('postgresSchemas')

let asked: Promise<string> | null = null

const ask = async (): Promise<string> => {
  const response = await fetch(inject('postgresDesk'))
  const text = await response.text()
  if (!response.ok) throw new Error(`There is no Postgres to test on. ${text}`)
  return text
}

/** Its connection string; it is started when this is first called. */
export const postgresUrl = (): Promise<string> => (asked ??= ask())
