/** JSON from a stranger: no deeper than any resource of Graph, and without a key that would change what an object is. */
import * as E from 'fp-ts/lib/Either.js'

/** Levels of objects and lists in one answer, itself included. */
const deepest = 64

const isDeeper = (text: string): boolean => {
  let depth = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (inString) {
      if (c === 0x5c) i++
      else if (c === 0x22) inString = false
    } else if (c === 0x22) inString = true
    else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest) return true
    } else if (c === 0x7d || c === 0x5d) depth--
  }
  return false
}

/** Only texts that could hold such a key pay for the look at every key. */
const dropPrototypes = (_key: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, '__proto__')) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== '__proto__'))
}

/** Reads a text as JSON. `too deep` is known before anything is built; `__proto__` is left out, also where it is spelt with escapes. */
export const parseJson = (text: string): E.Either<'no JSON' | 'too deep', unknown> => {
  if (isDeeper(text)) return E.left('too deep')
  try {
    // In a key, an escape may stand for any letter.
    const suspicious = text.includes('__proto__') || /\\u00(?:5f|70|72|6f|74)/i.test(text)
    return E.right(suspicious ? JSON.parse(text, dropPrototypes) : JSON.parse(text))
  } catch {
    return E.left('no JSON')
  }
}
