/** Builds and packs the package, and puts the tarball into the folder of a host, without a network. */
import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface Manifest {
  readonly version: string
  readonly bin: { readonly [name: string]: string }
  readonly exports: { readonly [subpath: string]: unknown }
  readonly dependencies: { readonly [name: string]: string }
  readonly peerDependencies: { readonly [name: string]: string }
  readonly peerDependenciesMeta: { readonly [name: string]: { readonly optional: boolean } }
}
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest

const name = 'outlook-crm-sync'

/** The subpaths that are code, `outlook-crm-sync/core` and so on. */
export const subpaths = Object.keys(manifest.exports)
  .filter((key) => !key.endsWith('.json'))
  .map((key) => key.replace(/^\./, name))

export const peers = {
  required: Object.keys(manifest.peerDependencies).filter((p) => manifest.peerDependenciesMeta[p]?.optional !== true),
  optional: Object.keys(manifest.peerDependencies).filter((p) => manifest.peerDependenciesMeta[p]?.optional === true)
}

/** Builds and packs; the path of the tarball. */
export const packTarball = (): string => {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const into = mkdtempSync(join(tmpdir(), 'ocs-pack-'))
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as ReadonlyArray<{ readonly filename: string }>
  if (packed === undefined) throw new Error('npm packed nothing')
  return join(into, packed.filename)
}

/**
 * A host that has the tarball and, beside it, only what its manifest declares: a package that is imported without being
 * declared is not found. What is declared is linked from here, so nothing is downloaded.
 */
export const installInto = (tarball: string, extra: ReadonlyArray<string>): string => {
  const host = mkdtempSync(join(tmpdir(), 'ocs-host-'))
  const modules = join(host, 'node_modules')
  mkdirSync(join(modules, name), { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, name)])
  for (const dependency of [...Object.keys(manifest.dependencies), ...peers.required, ...extra]) {
    mkdirSync(dirname(join(modules, dependency)), { recursive: true })
    symlinkSync(join(root, 'node_modules', dependency), join(modules, dependency), 'junction')
  }
  cpSync(join(import.meta.dirname, 'consumer'), host, { recursive: true })
  return host
}

/** Runs Node in a folder. */
export const runNode = (cwd: string, args: ReadonlyArray<string>): SpawnSyncReturns<string> => spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
