// What code below the command line must not do, with what to do instead.
//
// Patterns see the masked text: no comments, and nothing inside quotes.

import type { Problem } from './problem.ts'
import { lineAt, maskText, type SourceFile } from './source.ts'

interface Ban {
  readonly name: string
  readonly pattern: RegExp
  readonly instead: string
  /** Files the ban has nothing to say about; without it: cli and sweep, which live in the real world. */
  readonly exempt?: RegExp
}

const realWorld = /^src\/(?:cli|sweep)\//
const nowhere = /^$/
const clock = "time is virtual: take it from the machine's clock"
const draw = 'draw from a named stream (base/random.ts), through the door for decisions'
const timer = 'use a timer of the machine: virtual time, and a decision when it fires'
const step = 'a run is one synchronous call: make it an operation, or a plain function'
const locale = 'the answer depends on the machine: compare by code unit (base), format by hand'

const global = (name: string): RegExp =>
  new RegExp(`(?<![\\w$.])(?:globalThis\\.)?${name}\\b(?!\\s*\\??:)`, 'g')

export const bans: readonly Ban[] = [
  { name: 'Date.now', pattern: /\bDate\s*\.\s*now\b/g, instead: clock },
  { name: 'new Date', pattern: /\bnew\s+Date\b/g, instead: clock },
  { name: 'performance.now', pattern: /\bperformance\s*\.\s*now\b/g, instead: clock },
  { name: 'process.hrtime', pattern: /\bprocess\s*\.\s*hrtime\b/g, instead: clock },
  { name: 'Math.random', pattern: /\bMath\s*\.\s*random\b/g, instead: draw },
  { name: 'crypto.random', pattern: /\bcrypto\s*\.\s*(?:random|getRandom)\w*/g, instead: draw },
  { name: 'setTimeout', pattern: global('setTimeout'), instead: timer },
  { name: 'setInterval', pattern: global('setInterval'), instead: timer },
  { name: 'setImmediate', pattern: global('setImmediate'), instead: timer },
  { name: 'queueMicrotask', pattern: global('queueMicrotask'), instead: step },
  { name: 'Promise', pattern: global('Promise'), instead: step },
  {
    name: 'async',
    pattern: /(?<![\w$.])async\b(?=\s*(?:function\b|\*|\(|<|\[|#?[\w$]+\s*(?:=>|[(<])))/g,
    instead: step,
  },
  { name: 'await', pattern: /(?<![\w$.])await\b(?=\s+[\w$([{'"`!+-])/g, instead: step },
  { name: 'Intl', pattern: global('Intl'), instead: locale },
  { name: 'localeCompare', pattern: /\.\s*localeCompare\b/g, instead: locale },
  { name: 'toLocale…', pattern: /\.\s*toLocale\w*/g, instead: locale },
  {
    name: 'sort() without comparator',
    pattern: /\.\s*(?:sort|toSorted)\(\s*\)/g,
    instead: 'it compares as strings, 10 before 9: pass a comparator that says the order',
  },
  {
    name: 'for…in',
    pattern: /\bfor\s*\(\s*(?:const|let|var)\s+[\w$]+\s+in\b/g,
    instead: 'its order is a riddle and it sees the prototype: for…of over Object.keys or a Map',
  },
  {
    name: 'WeakRef',
    pattern: /(?<![\w$.])(?:WeakRef|FinalizationRegistry)\b/g,
    instead: 'when memory is freed is not ours to know: remove entries by hand',
  },
  {
    name: 'structuredClone',
    pattern: global('structuredClone'),
    instead: 'it copies what is no value: use the plain-data copy of base, which refuses the rest',
  },
  {
    name: 'JSON.stringify',
    pattern: /\bJSON\s*\.\s*stringify\b/g,
    instead: 'key order and undefined are left to chance: use base/canonical.ts',
    exempt: /^src\/(?:base\/canonical\.ts$|(?:report|scenario|cli|sweep)\/)/,
  },
  {
    name: 'module-level let',
    pattern: /^(?:export\s+)?(?:let|var)\b/gm,
    instead: 'two machines live side by side: keep state in an object that a machine owns',
  },
  {
    name: 'default export',
    pattern: /^export\s+default\b|\bas\s+default\b/gm,
    instead: 'name it where it is made, so that it has one name everywhere',
    exempt: nowhere,
  },
  {
    name: 'export *',
    pattern: /^export\s+(?:type\s+)?\*/gm,
    instead: 'list the names one by one: the public surface must be a diff',
    exempt: nowhere,
  },
]

/** Exceptions: `path`, the `ban` by its name, and why. A path that ends in a slash is a folder. */
export interface Exception {
  readonly path: string
  readonly ban: string
  readonly reason: string
}

const guard = 'the guard that catches this very thing when user code does it'
const loader = 'import() of user code is asynchronous; it happens before any run'
const files = 'writing files is asynchronous; it happens after the last run'

export const exceptions: readonly Exception[] = [
  {
    path: 'src/machine/operation.ts',
    ban: 'module-level let',
    reason: 'the list of operations that were made and not yet performed; each machine empties it',
  },
  { path: 'src/machine/ambient.ts', ban: 'Date.now', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'new Date', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'performance.now', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'process.hrtime', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'Math.random', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'crypto.random', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'setTimeout', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'setInterval', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'setImmediate', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'queueMicrotask', reason: guard },
  { path: 'src/machine/ambient.ts', ban: 'Promise', reason: guard },
  { path: 'src/scenario/load.ts', ban: 'async', reason: loader },
  { path: 'src/scenario/load.ts', ban: 'await', reason: loader },
  { path: 'src/scenario/load.ts', ban: 'Promise', reason: loader },
  { path: 'src/report/write.ts', ban: 'async', reason: files },
  { path: 'src/report/write.ts', ban: 'await', reason: files },
  { path: 'src/report/write.ts', ban: 'Promise', reason: files },
]

function isExcepted(path: string, ban: string): boolean {
  return exceptions.some(
    (exception) =>
      exception.ban === ban &&
      (exception.path.endsWith('/') ? path.startsWith(exception.path) : path === exception.path),
  )
}

export function checkBans(sources: readonly SourceFile[]): readonly Problem[] {
  const problems: Problem[] = []
  for (const { path, text } of sources) {
    const mask = maskText(text)
    for (const ban of bans) {
      if ((ban.exempt ?? realWorld).test(path) || isExcepted(path, ban.name)) continue
      for (const { index } of mask.matchAll(ban.pattern)) {
        const line = lineAt(text, index)
        problems.push({ path, line, rule: 'bans', message: `${ban.name}: ${ban.instead}` })
      }
    }
  }
  return problems
}

const anyType =
  /(?:[:<|&,=]|=>|\b(?:as|extends|readonly|is|satisfies|keyof))\s*(any)\b(?!\s*[(:.?])/g

/** `any` is for the border between our types and the user's, and its line says so. */
export function checkAny(sources: readonly SourceFile[]): readonly Problem[] {
  const problems: Problem[] = []
  for (const { path, text } of sources) {
    const lines = text.split('\n')
    const seen = new Set<number>()
    for (const match of maskText(text).matchAll(anyType)) {
      const line = lineAt(text, match.index + match[0].length)
      if (seen.has(line) || lines[line - 1]!.includes('// border: ')) continue
      seen.add(line)
      const message =
        "'any' needs '// border: why' on its line; most often 'unknown' or a parameter will do"
      problems.push({ path, line, rule: 'any', message })
    }
  }
  return problems
}
