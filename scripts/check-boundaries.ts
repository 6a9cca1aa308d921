/**
 * Checks that imports point inward (.dependency-cruiser.cjs). With a compiler that it cannot use, dependency-cruiser
 * looks at nothing and is content, so the number of modules that it saw is checked too.
 */
import { spawnSync } from 'node:child_process'

const fewest = 150

interface Cruise {
  readonly summary: {
    readonly totalCruised: number
    readonly violations: ReadonlyArray<{ readonly from: string; readonly to: string; readonly rule: { readonly name: string; readonly severity: string } }>
  }
}

const run = spawnSync(process.execPath, ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], { encoding: 'utf8', maxBuffer: 2 ** 28 })
if (run.error !== undefined || run.stdout === '') {
  console.error(run.error?.message ?? run.stderr)
  process.exit(1)
}
const { summary } = JSON.parse(run.stdout) as Cruise
const ownModules = (JSON.parse(run.stdout) as { readonly modules: ReadonlyArray<{ readonly source: string }> }).modules.filter((m) => m.source.startsWith('src/')).length
for (const v of summary.violations) console.error(`${v.rule.name}: ${v.from} -> ${v.to}`)
console.log(`boundaries: ${ownModules} modules of src, ${summary.violations.length} violations`)
if (ownModules < fewest) console.error(`fewer than ${fewest} modules were looked at`)
process.exit(summary.violations.length > 0 || ownModules < fewest ? 1 : 0)
