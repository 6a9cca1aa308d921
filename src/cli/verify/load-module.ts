/** Loads a developer's module, TypeScript too. */
import { existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageFailure } from '../fail'
import { showThrown } from './thrown'

const extensions = ['.ts', '.mts', '.js', '.mjs']

const readsTypeScript = (): boolean => 'typescript' in process.features && process.features.typescript !== false

/** The loader of the project in which the module lies; `null` where it has none. */
const loaderNear = (module: string): string | null => {
  try {
    return createRequire(module).resolve('tsx')
  } catch {
    return null
  }
}

/** From here on TypeScript can be imported, or the command ends. */
const prepareTypeScript = async (module: string): Promise<void> => {
  // This program itself was started from TypeScript: then what loads it loads the module as well.
  if (import.meta.url.endsWith('.ts')) return
  const loader = loaderNear(module)
  if (loader !== null) {
    await import(pathToFileURL(loader).href)
    return
  }
  if (!readsTypeScript()) throw new UsageFailure(`${module}: this Node (${process.version}) reads no TypeScript: install tsx in the module's project (npm install --save-dev tsx), use Node 22.18 or later, or give a .js or .mjs file`)
}

/** What a module exports; of a CommonJS module what it assigned. */
const exportsOf = (namespace: { readonly [name: string]: unknown }): { readonly [name: string]: unknown } => {
  const { default: whole } = namespace
  return whole !== null && typeof whole === 'object' ? { ...whole, ...namespace } : namespace
}

/** Imports the module. Fails with `UsageFailure` where it is not there, is of another language, or throws while it is loaded. */
export const loadModule = async (given: string): Promise<{ readonly [name: string]: unknown }> => {
  const module = resolve(given)
  if (!existsSync(module) || !statSync(module).isFile()) throw new UsageFailure(`${given}: there is no such file`)
  const extension = extname(module)
  if (!extensions.includes(extension)) throw new UsageFailure(`${given}: got a file that ends with ${JSON.stringify(extension)}, expected one of ${extensions.join(', ')}`)
  if (extension.endsWith('ts')) await prepareTypeScript(module)
  try {
    return exportsOf((await import(pathToFileURL(module).href)) as { readonly [name: string]: unknown })
  } catch (e) {
    throw new UsageFailure(`${given}: cannot be loaded: ${showThrown(e, module)}`)
  }
}
