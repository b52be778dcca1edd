import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * The tests that mutants of the emulator must not survive. stryker.json beside it names a tsconfig
 * that is not there: TypeScript 7 has no JavaScript API, and Stryker does without where it finds none.
 */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/emulator/**/*.test.ts'],
    // Reads the sources, which mutants change.
    exclude: ['test/emulator/fidelity.test.ts'],
    testTimeout: 60_000,
  },
})
