/**
 * Keeps a Postgres server for as long as its standard input is open, which ends with the process that started it,
 * however that ends. So neither a killed test run nor a failed one leaves a server or its files behind.
 */
import { startServer } from './server'

// An interrupt from the keyboard goes to everybody at once; whoever started this decides when the server is done with.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const orphaned = new Promise<void>((resolve) => {
  process.stdin.on('end', resolve).on('error', resolve).resume()
})

try {
  const server = await startServer()
  process.stdout.on('error', () => undefined).write(`${server.url}\n`)
  await orphaned
  await server.stop()
  process.exit(0)
} catch (e) {
  process.stderr.write(`${e instanceof Error ? e.message : String(e)}\n`)
  process.exit(1)
}
