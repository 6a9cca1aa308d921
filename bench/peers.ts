/** Programs that do such work too, installed where they are wanted: in a folder of their own, never into this package. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Exact versions, so that a figure can be had again. */
const packages = {
  'pouchdb-adapter-leveldb': '9.0.0',
  'pouchdb-adapter-memory': '9.0.0',
  'pouchdb-core': '9.0.0',
  'pouchdb-replication': '9.0.0',
  rxdb: '17.6.0',
  rxjs: '7.8.2'
}

export interface Peer {
  readonly name: string
  readonly script: string
  readonly env: Readonly<Record<string, string>>
}

/** Installs them, unless they are there from an earlier run, and answers with what runs each. */
export const installPeers = (): ReadonlyArray<Peer> => {
  const folder = join(tmpdir(), `ocs-bench-peers-${Object.values(packages).join('-')}`)
  mkdirSync(join(folder, 'data'), { recursive: true })
  cpSync(join(import.meta.dirname, 'peers'), folder, { recursive: true })
  if (!existsSync(join(folder, 'installed'))) {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies: packages }))
    const npm = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
    if (npm.status !== 0) throw new Error(`the peers could not be installed in ${folder}`)
    writeFileSync(join(folder, 'installed'), '')
  }
  const pouch = (adapter: string): Peer => ({ name: `PouchDB 9, ${adapter}`, script: join(folder, 'pouch.mjs'), env: { PEER_ADAPTER: adapter, PEER_DIRECTORY: join(folder, 'data') } })
  return [pouch('memory'), pouch('leveldb'), { name: 'RxDB 17, memory', script: join(folder, 'rx.mjs'), env: {} }]
}
