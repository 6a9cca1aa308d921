import { defineConfig, type Options } from 'tsup'

const library = {
  index: 'src/index.ts',
  core: 'src/core/index.ts',
  rules: 'src/rules/index.ts',
  memory: 'src/adapters/memory/index.ts',
  sql: 'src/adapters/sql/index.ts',
  pst: 'src/adapters/pst/index.ts',
  graph: 'src/adapters/graph/index.ts',
  testing: 'src/testing/index.ts'
}

const shared: Options = {
  sourcemap: true,
  target: 'node20',
  platform: 'node',
  // rrule's ESM build dies on a named import in plain Node, and file-type is ESM only: both are taken into the bundle.
  noExternal: ['rrule', 'file-type'],
  esbuildOptions: (options) => {
    options.alias = { debug: './scripts/silent-debug.ts' }
  }
}

export default defineConfig([
  // The command line is a program, not a library: it is built once and has no types.
  { ...shared, format: 'esm', splitting: true, entry: { ...library, cli: 'src/cli/main.ts' }, dts: { entry: library } },
  // Not split: for that tsup puts CommonJS through a second compiler, which breaks `a ?? (yield* b)`.
  { ...shared, format: 'cjs', splitting: false, entry: library, dts: { entry: library } }
])
