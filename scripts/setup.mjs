// Installs the dependencies when they are missing or older than the lockfile; otherwise does nothing.

import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** @param {string} file */
function modified(file) {
  return statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs
}

const installed = modified('node_modules/.package-lock.json')
const wanted = modified('package-lock.json') ?? 0

if (installed === undefined || installed < wanted) {
  const npm = spawnSync('npm', ['ci'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (npm.status !== 0) {
    console.error('setup: `npm ci` failed; see above')
    process.exit(npm.status ?? 1)
  }
}
