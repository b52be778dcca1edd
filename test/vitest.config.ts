import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: process.env['SOAK'] ? 3_600_000 : 60_000,
    pool: 'forks',
    // No module keeps a state (architecture.test.ts), so files may share those that are loaded.
    isolate: false,
  },
})
