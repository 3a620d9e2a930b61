// Runs a TypeScript program of this repository: node scripts/run-ts.mjs bench/run.ts [arguments].
//
// The program is compiled by tsc into build/, together with its own copy of src. build/package.json makes
// `mayday` and `mayday/*` mean that copy, so `import 'mayday/otp'` and `import '../src/machine/index.ts'`
// reach the same modules, and what is measured is exactly what tsc emits. Stdout belongs to the program.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [program, ...programArguments] = process.argv.slice(2)

/** @param {string} problem @returns {never} */
function giveUp(problem) {
  console.error(`run-ts: ${problem}`)
  process.exit(2)
}

/** @param {string} script @param {string[]} parameters */
function node(script, parameters) {
  return spawnSync(process.execPath, [script, ...parameters], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
}

if (program === undefined)
  giveUp('which program? Usage: node scripts/run-ts.mjs FILE.ts [arguments]')
const source = resolve(root, program)
if (!existsSync(source)) giveUp(`there is no ${program}`)

if (node(join(root, 'scripts', 'setup.mjs'), []).status !== 0) giveUp('setup failed')

const build = join(root, 'build')
mkdirSync(build, { recursive: true })

const { name, version, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const toBuiltSource = JSON.stringify(exports).replaceAll('./dist/', './src/')
writeFileSync(
  join(build, 'package.json'),
  JSON.stringify({ name, version, type: 'module', exports: JSON.parse(toBuiltSource) }, null, 2),
)

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
if (node(tsc, ['-p', join(root, 'tsconfig.tools.json')]).status !== 0) giveUp('it does not compile')

const built = join(build, relative(root, source)).replace(/\.ts$/, '.js')
if (!built.startsWith(build + sep) || !existsSync(built)) {
  giveUp(`${program} is not in the list "include" of tsconfig.tools.json`)
}

const run = spawnSync(process.execPath, ['--expose-gc', built, ...programArguments], {
  stdio: 'inherit',
})
if (run.error) giveUp(run.error.message)
process.exitCode = run.status ?? 1
