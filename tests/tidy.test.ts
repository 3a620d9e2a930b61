// The house rules of docs/STYLE.md that a program can check: layers, bans, names, lengths.
//
// Goal: nobody has to remember them. Method: the checkers of tests/tidy/ run over src; and, so that a
// checker that has gone blind is noticed, over a small file for each rule that breaks it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { describe, expect, test } from 'vitest'

import { bans, exceptions } from './tidy/bans.ts'
import { describeProblem } from './tidy/problem.ts'
import { checkAll } from './tidy/rules.ts'
import { importsOf, maskText, type SourceFile } from './tidy/source.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

function sourcesUnder(folder: string): readonly SourceFile[] {
  if (!existsSync(root + folder)) return []
  return readdirSync(root + folder, { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => ({ path: path.slice(root.length), text: readFileSync(path, 'utf8') }))
}

function violations(...files: readonly SourceFile[]): readonly string[] {
  return checkAll(files).map(({ path, line, rule }) => `${rule} ${path}:${line}`)
}

describe('src', () => {
  test('keeps every house rule', () => {
    expect(checkAll(sourcesUnder('src')).map(describeProblem)).toEqual([])
  })

  test('every exception names a ban that exists', () => {
    const names = new Set(bans.map((ban) => ban.name))
    expect(exceptions.filter((exception) => !names.has(exception.ban))).toEqual([])
  })
})

describe('imports that break the order are found', () => {
  const broken: readonly (readonly [path: string, text: string, rule: string])[] = [
    ['src/base/heap.ts', `import { pid } from '../record/index.ts'`, 'layers'],
    ['src/record/pid.ts', `import type { Machine } from '../machine/index.ts'`, 'layers'],
    ['src/machine/clock.ts', `export { send } from '../process/index.ts'`, 'layers'],
    ['src/otp/gen.ts', `import { perform } from '../machine/index.ts'`, 'layers'],
    ['src/otp/gen.ts', `import {\n  perform,\n} from "../machine/index.ts"`, 'layers'],
    ['src/faults/kill.ts', `import { always } from '../check/index.ts'`, 'layers'],
    ['src/check/laws.ts', `import '../faults/index.ts'`, 'layers'],
    ['src/explore/pct.ts', `import { genServer } from '../otp/index.ts'`, 'layers'],
    ['src/explore/pct.ts', `const otp = import('../otp/index.ts')`, 'layers'],
    ['src/scenario/parse.ts', `import { page } from '../report/index.ts'`, 'layers'],
    ['src/report/text.ts', `import { Machine } from '../machine/index.ts'`, 'layers'],
    ['src/sweep/pool.ts', `import { main } from '../cli/index.ts'`, 'layers'],
    ['src/index.ts', `export { load } from './scenario/index.ts'`, 'layers'],
    ['src/process/send.ts', `import { Operation } from '../machine/operation.ts'`, 'layers'],
    ['src/process/send.ts', `import { spawn } from './index.ts'`, 'layers'],
    ['src/cli/main.ts', `import { check } from '../index.ts'`, 'layers'],
    ['src/cli/main.ts', `import { x } from '../../bench/run.ts'`, 'layers'],
    ['src/extra/thing.ts', ``, 'layers'],
    ['src/stray.ts', ``, 'layers'],
    ['src/base/heap.ts', `import { hash } from './hash.js'`, 'imports'],
    ['src/base/hash.ts', `import { createHash } from 'node:crypto'`, 'node'],
    ['src/scenario/parse.ts', `import fs from 'fs/promises'`, 'node'],
    ['src/report/text.ts', `import type { Stats } from 'node:fs'`, 'node'],
    ['src/machine/random.ts', `import seedrandom from 'seedrandom'`, 'packages'],
    ['src/cli/main.ts', `import { parse } from 'yaml'`, 'packages'],
    ['src/base/equal.ts', `import { isEqual } from 'lodash'`, 'packages'],
    ['src/explore/runner.ts', `import { spawn } from 'mayday/process'`, 'packages'],
  ]

  test.each(broken)('%s: %s', (path, text, rule) => {
    expect(violations({ path, text })).toEqual([`${rule} ${path}:1`])
  })

  test('a way from a public entry to node is found through other files, and named', () => {
    const problems = checkAll([
      { path: 'src/check/index.ts', text: `export { law } from './laws.ts'\n` },
      {
        path: 'src/check/laws.ts',
        text: `import { log } from './log.ts'\nexport const law = log\n`,
      },
      { path: 'src/check/log.ts', text: `\nimport { log } from 'node:console'\nexport { log }\n` },
    ]).filter((problem) => problem.rule === 'portable')
    expect(problems.map(describeProblem)).toEqual([
      'src/check/log.ts:2  [portable] this public entry must run in a browser, and does not: ' +
        "src/check/index.ts > src/check/laws.ts > src/check/log.ts > 'node:console'",
    ])
  })

  test('what the order allows is not reported', () => {
    expect(
      violations(
        { path: 'src/otp/gen.ts', text: `import { send } from '../process/index.ts'\n` },
        { path: 'src/otp/supervisor.ts', text: `import { call } from './gen.ts'\n` },
        { path: 'src/explore/shrink/order.ts', text: `import { run } from '../runner.ts'\n` },
        { path: 'src/base/random.ts', text: `import seedrandom from 'seedrandom'\n` },
        {
          path: 'src/scenario/load.ts',
          text: `import { createJiti } from 'jiti'\nimport 'node:fs'\n`,
        },
        { path: 'src/cli/main.ts', text: `import yargs from 'yargs'\nimport 'yargs/helpers'\n` },
        { path: 'src/index.ts', text: `export { spawn } from './process/index.ts'\n` },
        { path: 'src/machine/note.ts', text: `// import 'node:fs'\nconst x = "from 'node:fs'"\n` },
      ),
    ).toEqual([])
  })
})

describe('banned code is found', () => {
  const banned: readonly (readonly [text: string, ban: string])[] = [
    [`const t = Date.now()`, 'Date.now'],
    [`const t = new Date(0)`, 'new Date'],
    [`const t = performance.now()`, 'performance.now'],
    [`const t = process.hrtime.bigint()`, 'process.hrtime'],
    [`const n = Math.random()`, 'Math.random'],
    [`const id = crypto.randomUUID()`, 'crypto.random'],
    [`setTimeout(f, 0)`, 'setTimeout'],
    [`globalThis.setInterval(f, 0)`, 'setInterval'],
    [`setImmediate(f)`, 'setImmediate'],
    [`queueMicrotask(f)`, 'queueMicrotask'],
    [`const p = Promise.resolve()`, 'Promise'],
    [`function f(): Promise<void> {}`, 'Promise'],
    [`async function f() {}`, 'async'],
    [`const f = async () => 1`, 'async'],
    [`const f = async x => x`, 'async'],
    [`class C { async go() {} }`, 'async'],
    [`const x = await f()`, 'await'],
    [`const n = new Intl.NumberFormat()`, 'Intl'],
    [`a.localeCompare(b)`, 'localeCompare'],
    [`a.toLocaleUpperCase()`, 'toLocale…'],
    [`names.sort()`, 'sort() without comparator'],
    [`for (const key in record) f(key)`, 'for…in'],
    [`const r = new WeakRef(x)`, 'WeakRef'],
    [`const y = structuredClone(x)`, 'structuredClone'],
    [`const s = JSON.stringify(x)`, 'JSON.stringify'],
    [`let count = 0`, 'module-level let'],
    [`export default f`, 'default export'],
    [`export * from './pid.ts'`, 'export *'],
    ['const s = `at ${Date.now()} ms`', 'Date.now'],
    [`const half = total / 2; const t = Date.now() / 2`, 'Date.now'],
  ]

  test.each(banned)('%s', (text, ban) => {
    const problems = checkAll([{ path: 'src/machine/planted.ts', text: `\n${text}\n` }])
    expect(problems.map(({ line, rule, message }) => [line, rule, message.split(': ')[0]])).toEqual(
      [[2, 'bans', ban]],
    )
  })

  test('every ban has been seen to strike', () => {
    const struck = new Set(banned.map(([, ban]) => ban))
    expect(bans.map((ban) => ban.name).filter((name) => !struck.has(name))).toEqual([])
  })

  const harmless: readonly string[] = [
    `// Date.now() is banned`,
    `/* for (const x in y) */`,
    `const why = 'never await Date.now()'`,
    'const why = `no ${count} Promise`',
    `const quote = /['"\`]/; const x = 1`,
    `const words = value.sort((a, b) => a - b)`,
    `for (const item of items) f(item)`,
    `function f() {\n  let inner = 0\n}`,
    `task.await(reply)`,
    `type Kind = { readonly async: boolean; readonly setTimeout?: number }`,
    `import { timeout as setTimeoutOption } from './clock.ts'`,
  ]

  test.each(harmless)('and not where there is none: %s', (text) => {
    expect(violations({ path: 'src/machine/planted.ts', text: `${text}\n` })).toEqual([])
  })

  test('the command line and the sweep live in the real world', () => {
    const text = `const t = Date.now()\nawait new Promise((go) => setTimeout(go, 1))\n`
    expect(violations({ path: 'src/cli/main.ts', text })).toEqual([])
    expect(violations({ path: 'src/sweep/pool.ts', text })).toEqual([])
  })

  test('an exception holds for its file and its ban alone', () => {
    const text = `const t = Date.now()\nconst s = JSON.stringify(t)\n`
    expect(violations({ path: 'src/machine/ambient.ts', text })).toEqual([
      'bans src/machine/ambient.ts:2',
    ])
  })
})

describe('any', () => {
  const lines = (text: string): readonly string[] => violations({ path: 'src/record/pid.ts', text })

  test.each([
    `const x: any = 1`,
    `const x = y as any`,
    `const x: Map<string, any> = y`,
    `type F = (x: number) => any`,
    `type L = readonly any[]`,
    `type G<T extends any[]> = T`,
  ])('is found in: %s', (text) => {
    expect(lines(text)).toEqual(['any src/record/pid.ts:1'])
  })

  test('is allowed at a border that says why, and as a word', () => {
    expect(lines(`const x: any = 1 // border: the body is the user's\n`)).toEqual([])
    expect(lines(`const x = match(any(), 'any: any') // any\nconst y = { any: 1 }.any\n`)).toEqual(
      [],
    )
  })
})

describe('files', () => {
  const names: readonly (readonly [path: string, rule: string])[] = [
    ['src/otp/genServer.ts', 'names'],
    ['src/otp/gen_server.ts', 'names'],
    ['src/base/utils.ts', 'names'],
    ['src/base/string-helpers.ts', 'names'],
    ['src/otp/pool-manager.ts', 'names'],
    ['src/report/common/page.ts', 'names'],
    ['src/base/heap.js', 'names'],
  ]

  test.each(names)('%s has the wrong name', (path, rule) => {
    expect(violations({ path, text: '' })).toEqual([`${rule} ${path}:1`])
  })

  test('400 lines are few enough and 401 are too many', () => {
    const path = 'src/otp/supervisor.ts'
    expect(violations({ path, text: '//\n'.repeat(400) })).toEqual([])
    expect(violations({ path, text: '//\n'.repeat(401) })).toEqual([`length ${path}:1`])
  })
})

describe('the scanner', () => {
  test('keeps code, lines and offsets, and blanks the rest', () => {
    const cases: readonly (readonly [text: string, mask: string])[] = [
      [`a('x\\'y') // z`, `a('    ')     `],
      [`/* a\nb */ c`, `    \n     c`],
      ['`a${b + `c${d}`}e`', '` ${b + ` ${d}`} `'],
      [`x = /a\\/[/]"/g.test(s)`, `x = /       /g.test(s)`],
      [`a / b / c`, `a / b / c`],
      [`(a) / b // c`, `(a) / b     `],
    ]
    for (const [text, mask] of cases) expect(maskText(text)).toBe(mask)
  })

  test('reads every form of import', () => {
    const text = [
      `import a, { type B } from './a.ts'`,
      `import type { C } from './c.ts'`,
      `import * as d from "./d.ts"`,
      `export type { E } from './e.ts'`,
      `export { f as g, h } from './f.ts'`,
      `import './i.ts'`,
      `const j = await import('./j.ts')`,
      `export const from = 'nowhere'`,
      `export function k(from: string) { return important('./no.ts') }`,
    ].join('\n')
    expect(
      importsOf({ path: 'src/a.ts', text }).map((it) => [it.line, it.specifier, it.typeOnly]),
    ).toEqual([
      [1, './a.ts', false],
      [2, './c.ts', true],
      [3, './d.ts', false],
      [4, './e.ts', true],
      [5, './f.ts', false],
      [6, './i.ts', false],
      [7, './j.ts', false],
    ])
  })
})
