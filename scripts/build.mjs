// Builds src into dist.
//   --if-stale  only when some file of src (or the configuration) is newer than what the last build saw
//   --try       failing is no error: after an install, so that `npx mayday` works at once if it can

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')

/** @param {string} file */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

// Folders count too: deleting or renaming a file touches its folder.
function newestInput() {
  let newest = 0
  for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    newest = Math.max(newest, modified(join(root, file)))
  }
  const src = join(root, 'src')
  if (!existsSync(src)) return newest
  newest = Math.max(newest, modified(src))
  for (const entry of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    newest = Math.max(newest, modified(join(src, entry)))
  }
  return newest
}

/** @returns {boolean} whether dist is now built from the present src */
function build() {
  // The time of the newest input before the build: what is edited meanwhile makes the build stale.
  const input = newestInput()
  // Beside dist, and swapped in at the end: a failed build leaves the last good one in place.
  const next = join(root, `dist.${process.pid}`)
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  // tsc reports on its stdout; ours belongs to whoever called us.
  const run = spawnSync(
    process.execPath,
    [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', next],
    { cwd: root, stdio: ['ignore', 2, 2] },
  )
  if (run.status === 0) {
    const main = join(next, 'cli', 'main.js')
    if (existsSync(main)) chmodSync(main, 0o755)
    writeFileSync(join(next, '.built'), `${input}\n`)
    // Out of the way by one rename: whoever runs from dist meanwhile must not find half of it.
    const last = join(root, `dist.${process.pid}.last`)
    if (existsSync(dist)) renameSync(dist, last)
    renameSync(next, dist)
    rmSync(last, { recursive: true, force: true })
  }
  rmSync(next, { recursive: true, force: true })
  return run.status === 0
}

/** @returns {boolean} as `build` does */
function buildIfStale() {
  const stamp = join(dist, '.built')
  const built = existsSync(stamp) ? Number(readFileSync(stamp, 'utf8')) : -1
  return built >= newestInput() || build()
}

const options = process.argv.slice(2)
const built = options.includes('--if-stale') ? buildIfStale() : build()
if (!built) {
  console.error('build: src does not compile; dist is as it was')
  process.exitCode = options.includes('--try') ? 0 : 1
}
