/** Imports point inward; see docs/architecture.md. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'core-is-pure', comment: 'core imports only itself, fp-ts and io-ts', severity: 'error', from: { path: '^src/core/' }, to: { pathNot: ['^src/core/', 'node_modules/fp-ts/', 'node_modules/io-ts/'] } },
    { name: 'time-imports-core-model-only', severity: 'error', from: { path: '^src/time/' }, to: { path: '^src/', pathNot: ['^src/time/', '^src/core/model/'] } },
    { name: 'rules-import-core-and-time', severity: 'error', from: { path: '^src/rules/' }, to: { path: '^src/', pathNot: ['^src/rules/', '^src/core/', '^src/time/'] } },
    { name: 'adapters-import-core-and-time', severity: 'error', from: { path: '^src/adapters/([^/]+)/' }, to: { path: '^src/', pathNot: ['^src/adapters/$1/', '^src/core/', '^src/time/'] } },
    { name: 'nothing-imports-the-command-line', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
    { name: 'no-test-code-in-the-product', severity: 'error', from: { path: '^src/', pathNot: '^src/(testing|cli)/' }, to: { path: '^(src/testing|test)/' } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { mainFields: ['module', 'main', 'types'], exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] }
  }
}
