/**
 * Bundles the cases as the package itself is built. Run by tsx, every function made in a loop would carry the cost of a
 * name that tsx gives it, and the figures would be of tsx.
 */
import { build } from 'esbuild'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
/** Inside of node_modules, where packages are found that stay outside of the bundle. */
const outdir = join(root, 'node_modules', '.cache', 'ocs-bench')

/** Answers with the script that runs one case. */
export const bundleCases = async (): Promise<string> => {
  await build({ entryPoints: [join(import.meta.dirname, 'one-case.ts')], bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', outdir, outExtension: { '.js': '.mjs' }, sourcemap: 'inline', logLevel: 'warning' })
  return join(outdir, 'one-case.mjs')
}
