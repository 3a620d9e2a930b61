// Who may import whom. The order is that of docs/ARCHITECTURE.md; arrows point downwards only.

import { builtinModules } from 'node:module'
import { posix } from 'node:path'

import type { Problem } from './problem.ts'
import { importsOf, type ImportStatement, type SourceFile } from './source.ts'

const belowOtp = ['base', 'record', 'machine', 'process']
const belowExplore = [...belowOtp, 'otp', 'faults', 'check']

/** For each folder of src, the other folders it may import from. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  base: [],
  record: ['base'],
  machine: ['base', 'record'],
  process: ['base', 'record', 'machine'],
  // Behaviours are written with the public words only: if one needs a back door, the words are wrong.
  otp: ['base', 'record', 'process'],
  faults: [...belowOtp, 'otp'],
  check: [...belowOtp, 'otp'],
  // A strategy sees which events may happen, never what they mean.
  explore: [...belowOtp, 'faults', 'check'],
  scenario: [...belowExplore, 'explore'],
  // A report reads results, which are plain data.
  report: ['base', 'record', 'check', 'explore'],
  sweep: [...belowExplore, 'explore', 'scenario', 'report'],
  cli: [...belowExplore, 'explore', 'scenario', 'report', 'sweep'],
  // The front door, src/index.ts.
  '': [...belowExplore, 'explore'],
}

/** Third-party packages, and the only places that may import them. */
const mayUsePackage: Readonly<Record<string, RegExp>> = {
  seedrandom: /^src\/base\/random\.ts$/,
  yaml: /^src\/scenario\//,
  valibot: /^src\/scenario\//,
  jiti: /^src\/(?:scenario\/load\.ts$|cli\/)/,
  yargs: /^src\/cli\//,
}

const mayUseNode = /^src\/(?:cli\/|sweep\/|scenario\/(?:load|discover)\.ts$|report\/write\.ts$)/

/** The public entries that must run without node. */
export const portableEntries: readonly string[] = [
  'src/index.ts',
  'src/process/index.ts',
  'src/otp/index.ts',
  'src/faults/index.ts',
  'src/check/index.ts',
  'src/explore/index.ts',
]

const builtins = new Set(builtinModules)

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith('node:') || builtins.has(specifier)
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** The folder of src a file lives in; '' for src/index.ts; undefined when it lives nowhere we know. */
export function folderOf(path: string): string | undefined {
  if (path === 'src/index.ts') return ''
  const folder = /^src\/([^/]+)\/./.exec(path)?.[1]
  return folder !== undefined && Object.hasOwn(mayImport, folder) ? folder : undefined
}

function checkImport(file: SourceFile, folder: string, statement: ImportStatement): Problem[] {
  const { specifier, line } = statement
  const problem = (rule: string, message: string): Problem[] => [
    { path: file.path, line, rule, message },
  ]

  if (isNodeModule(specifier)) {
    if (mayUseNode.test(file.path)) return []
    return problem(
      'node',
      `'${specifier}': only cli, sweep, scenario/load.ts, scenario/discover.ts and report/write.ts touch node; take what you need as an argument`,
    )
  }

  if (!specifier.startsWith('.')) {
    const name = packageOf(specifier)
    if (name === 'mayday') {
      return problem('packages', `'${specifier}': inside src, import the file by its relative path`)
    }
    const place = mayUsePackage[name]
    if (place === undefined) {
      return problem(
        'packages',
        `'${name}' is not one of our dependencies; write it by hand, or discuss it first`,
      )
    }
    if (place.test(file.path)) return []
    return problem('packages', `'${name}' is wrapped elsewhere (${place.source}); use the wrapper`)
  }

  if (!specifier.endsWith('.ts')) {
    return problem('imports', `'${specifier}': write relative imports with their '.ts'`)
  }
  const target = posix.join(posix.dirname(file.path), specifier)
  const targetFolder = folderOf(target)
  if (targetFolder === undefined) {
    return problem(
      'layers',
      `'${specifier}' is not in a folder of src that has a place in the order`,
    )
  }
  if (targetFolder === '') {
    return problem(
      'layers',
      `'${specifier}': src/index.ts is for users; import from the folder itself`,
    )
  }
  if (targetFolder === folder) {
    if (target !== `src/${folder}/index.ts`) return []
    return problem(
      'layers',
      `'${specifier}': index.ts is the door for others; inside the folder name the file`,
    )
  }
  const allowed = mayImport[folder]!
  if (!allowed.includes(targetFolder)) {
    const may = allowed.length === 0 ? 'nothing' : allowed.join(', ')
    return problem(
      'layers',
      `${folder || 'src/index.ts'} must not import ${targetFolder} ('${specifier}'); it may import ${may}`,
    )
  }
  if (target !== `src/${targetFolder}/index.ts`) {
    return problem(
      'layers',
      `'${specifier}': go through ${targetFolder}/index.ts, the folder's door`,
    )
  }
  return []
}

export function checkLayers(files: readonly SourceFile[]): readonly Problem[] {
  const problems: Problem[] = []
  for (const file of files) {
    const folder = folderOf(file.path)
    if (folder === undefined) {
      problems.push({
        path: file.path,
        line: 1,
        rule: 'layers',
        message:
          'this file is in no known folder of src; give the folder its place in tests/tidy/layers.ts',
      })
      continue
    }
    for (const statement of importsOf(file)) problems.push(...checkImport(file, folder, statement))
  }
  return problems
}

/** Follows what is left of the imports at run time from each portable entry, and names the way to node. */
export function checkPortable(files: readonly SourceFile[]): readonly Problem[] {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const problems: Problem[] = []
  for (const entry of portableEntries) {
    const cameFrom = new Map<string, string | undefined>([[entry, undefined]])
    // A Map may grow while it is walked, in insertion order: this is breadth first.
    for (const [path] of cameFrom) {
      const file = byPath.get(path)
      if (file === undefined) continue
      for (const { specifier, line, typeOnly } of importsOf(file)) {
        if (typeOnly) continue
        if (specifier.startsWith('.')) {
          const target = posix.join(posix.dirname(path), specifier)
          if (!cameFrom.has(target)) cameFrom.set(target, path)
        } else if (packageOf(specifier) !== 'seedrandom') {
          const way = [`'${specifier}'`]
          for (let at: string | undefined = path; at !== undefined; at = cameFrom.get(at))
            way.unshift(at)
          problems.push({
            path,
            line,
            rule: 'portable',
            message: `this public entry must run in a browser, and does not: ${way.join(' > ')}`,
          })
        }
      }
    }
  }
  return problems
}
