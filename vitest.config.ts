import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

const src = fileURLToPath(new URL('./src', import.meta.url))

export default defineConfig({
  resolve: {
    // Tests and properties use the public names, and get the sources: no build, one copy of the library.
    alias: [
      { find: /^mayday$/, replacement: `${src}/index.ts` },
      {
        find: /^mayday\/(process|otp|faults|check|explore|scenario|report)$/,
        replacement: `${src}/$1/index.ts`,
      },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts', 'properties/**/*.test.ts', 'properties/**/*.prop.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'build/**'],
    typecheck: {
      enabled: true,
      include: ['tests/types/**/*.test-d.ts'],
      tsconfig: './tsconfig.json',
      // Errors elsewhere are reported by `npm run typecheck`, with better messages.
      ignoreSourceErrors: true,
    },
    globalSetup: ['./tests/support/build-once.ts'],
    setupFiles: ['./tests/support/fixed-seed.ts'],
    // Processes, not threads: some tests change the process's own globals or start workers themselves.
    pool: 'forks',
    // Sweeps and child processes take their time, above all on a machine that does other things too.
    testTimeout: 60_000,
    // Two cores are what our smallest machine has, and more workers than cores only cost memory.
    maxWorkers: 2,
  },
})
