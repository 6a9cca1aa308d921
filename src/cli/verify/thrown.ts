/** What was thrown, for the developer whose module threw it. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `file.ts:12:3` of the topmost frame in the developer's own files; empty where there is none. */
const placeOf = (e: Error, folder: string): string => {
  for (const line of (e.stack ?? '').split('\n')) {
    const place = /(?:file:\/\/\S+|\/\S+|[A-Za-z]:\\\S+):\d+:\d+/.exec(line)?.[0]
    const path = place?.startsWith('file:') === true ? fileURLToPath(place) : place
    if (path !== undefined && path.startsWith(folder) && !path.includes('node_modules')) return path.slice(folder.length + 1)
  }
  return ''
}

/** One line: class, message, and where in the module's folder it was thrown. */
export const showThrown = (e: unknown, module: string): string => {
  if (!(e instanceof Error)) return `a throw of ${typeof e === 'object' || typeof e === 'function' ? 'something that is no Error' : JSON.stringify(e)}`
  const place = placeOf(e, dirname(module))
  const [first = ''] = e.message.split('\n')
  return `${e.constructor.name}${first === '' ? '' : `: ${first}`}${place === '' ? '' : ` (${place})`}`
}
