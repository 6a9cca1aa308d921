/** As whom the server runs. Postgres refuses root, so root's tests run it as somebody else. */
import { spawnSync } from 'node:child_process'

/** `{}`: as whoever runs the tests. */
export type ServerUser = { readonly uid: number; readonly gid: number } | Readonly<Record<string, never>>

const idOf = (flag: string, name: string): number | null => {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
  return status === 0 ? Number.parseInt(stdout, 10) : null
}

const find = (name: string): ServerUser | null => {
  const [uid, gid] = [idOf('-u', name), idOf('-g', name)]
  return uid === null || gid === null || uid === 0 ? null : { uid, gid }
}

/** `nobody` is there on every Unix; a user is made only where even that one is missing, as it stays behind. */
export const findServerUser = (): ServerUser => {
  if (process.getuid?.() !== 0) return {}
  const there = find('postgres') ?? find('nobody')
  if (there !== null) return there
  spawnSync('groupadd', ['postgres'])
  spawnSync('useradd', ['-g', 'postgres', 'postgres'])
  const made = find('postgres')
  if (made === null) throw new Error('Postgres does not run as root, and no user could be made for it: run the tests as another user, or set DATABASE_URL.')
  return made
}
