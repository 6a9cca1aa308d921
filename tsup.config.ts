import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    core: 'src/core/index.ts',
    rules: 'src/rules/index.ts',
    memory: 'src/adapters/memory/index.ts',
    sql: 'src/adapters/sql/index.ts',
    pst: 'src/adapters/pst/index.ts',
    testing: 'src/testing/index.ts',
    cli: 'src/cli/main.ts'
  },
  format: ['esm', 'cjs'],
  dts: true,
  splitting: true,
  clean: true,
  sourcemap: true,
  target: 'node20',
  platform: 'node',
  // rrule's ESM build dies on a named import in plain Node, and file-type is ESM only: both are taken into the bundle.
  noExternal: ['rrule', 'file-type'],
  shims: true
})
