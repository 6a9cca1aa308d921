import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/seed.ts'], globalSetup: ['test/postgres/global-setup.ts'], testTimeout: 60_000, env: { TZ: 'America/New_York' } }
})
