/** A Postgres server in a folder of its own: nothing of it is worth keeping, so nothing waits for the disk. */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findPrograms } from './binaries'
import { findServerUser } from './server-user'
import type { ServerUser } from './server-user'

export interface Server {
  readonly url: string
  /** Ends the server and removes its folder. */
  readonly stop: () => Promise<void>
}

const password = 'only-for-tests'
const portsToTry = 5

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })

/** A folder that the server's user can reach; root's own temporary folder may be closed to others. */
const newFolder = (user: ServerUser): string => {
  const failures: Array<string> = []
  for (const parent of [tmpdir(), '/tmp', '/var/tmp']) {
    try {
      const folder = mkdtempSync(join(parent, 'ocs-postgres-'))
      if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
      chmodSync(folder, 0o755)
      if (user.uid === undefined || spawnSync('ls', [folder], user).status === 0) return folder
      rmSync(folder, { recursive: true })
      failures.push(`${parent} is closed to the server's user`)
    } catch (e) {
      failures.push(String(e))
    }
  }
  throw new Error(`No folder for Postgres: ${failures.join('; ')}`)
}

const settings: ReadonlyArray<string> = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0', 'shared_buffers=64MB', 'max_connections=200', 'autovacuum=off', 'jit=off', 'deadlock_timeout=50ms', 'unix_socket_directories=', 'listen_addresses=127.0.0.1']

/** Resolves when the server takes connections; rejects with what it said when it ended instead. */
const listening = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`Postgres did not start: ${said}`)))
  })

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', () => resolve()) : resolve()))

/** Makes a cluster and starts it on a free port. */
export const startServer = async (): Promise<Server> => {
  const user = findServerUser()
  const folder = newFolder(user)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const program = findPrograms(folder, user)
    const data = join(folder, 'data')
    const pwfile = join(folder, 'password')
    writeFileSync(pwfile, password)
    const env = { ...process.env, LC_ALL: 'C', PGOPTIONS: '' }
    // Not the byte order that our tables ask for themselves, so that a column that forgot to ask is noticed.
    const made = spawnSync(program('initdb'), ['-D', data, '-U', 'postgres', '--pwfile', pwfile, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync', '--no-instructions'], { ...user, env, cwd: folder, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`)
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort()
      const child = spawn(program('postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((s) => ['-c', s])], { ...user, env, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
      try {
        await listening(child)
      } catch (e) {
        // Somebody else may have taken the port in between.
        if (attempt === portsToTry) throw e
        continue
      }
      return {
        url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
        stop: async () => {
          // Fast on Unix: whoever is still connected is sent away.
          child.kill(process.platform === 'win32' ? 'SIGTERM' : 'SIGINT')
          await ended(child)
          remove()
        }
      }
    }
  } catch (e) {
    remove()
    throw e
  }
}
