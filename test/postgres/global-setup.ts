/**
 * One Postgres server for the whole run, started when the first test asks for it, so that a run without such a test
 * costs nothing. With DATABASE_URL set, that server is used, and schemas that tests have left on it are dropped. Tests ask over a port of this machine, because they run in
 * other processes than this.
 */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where to ask for the server's connection string. */
    readonly postgresDesk: string
    /** What the names of all schemas of this run begin with. */
    readonly postgresSchemas: string
  }
}

const keeperFile = fileURLToPath(new URL('keeper.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

interface Keeper {
  readonly url: Promise<string>
  readonly dismiss: () => Promise<void>
}

const exited = (child: ChildProcess): Promise<void> => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve()))

const hireKeeper = (): Keeper => {
  const child = spawn(process.execPath, ['--import', 'tsx', keeperFile], { cwd: root, stdio: ['pipe', 'pipe', 'pipe'] })
  const url = new Promise<string>((resolve, reject) => {
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.endsWith('\n')) resolve(out.trim())
    })
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.once('error', reject)
    child.once('exit', () => reject(new Error(err)))
  })
  url.catch(() => undefined)
  return {
    url,
    dismiss: async () => {
      child.stdin.end()
      await exited(child)
    }
  }
}

/** A schema at a time, as many together would take more locks than a server allows. */
const dropSchemas = async (url: string, prefix: string): Promise<void> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<{ readonly name: string }>('select nspname as name from pg_catalog.pg_namespace where starts_with(nspname, $1)', [prefix])
    for (const { name } of rows) await client.query(`drop schema ${client.escapeIdentifier(name)} cascade`)
  } finally {
    await client.end()
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_URL']
  const schemas = `ocs_test_${process.pid}_`
  let asked = false
  let keeper: Keeper | null = null
  const answer = (): Promise<string> => {
    asked = true
    if (given !== undefined && given !== '') return Promise.resolve(given)
    keeper ??= hireKeeper()
    return keeper.url
  }
  const desk = createServer((_, response) => {
    answer().then(
      (url) => response.end(url),
      (e: unknown) => response.writeHead(500).end(e instanceof Error ? e.message : String(e))
    )
  })
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve))
  const address = desk.address()
  project.provide('postgresDesk', `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`)
  project.provide('postgresSchemas', schemas)
  return async () => {
    desk.closeAllConnections()
    desk.close()
    if (keeper !== null) await keeper.dismiss()
    else if (asked) await dropSchemas(await answer(), schemas)
  }
}
