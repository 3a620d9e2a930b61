import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { placesOf, userPlace, type Mistake } from '../machine/index.ts'
import type { SourcePlace } from '../report/index.ts'
import { locate, SECTIONS, type LoadedScenario } from '../scenario/index.ts'

/**
 * Finds places in the user's files. Lines come from stacks; columns there are those of the compiled
 * code, so the column is looked for in the line itself.
 */

/** Where the user's mistake is; null when its stack does not tell. */
export function mistakePlace(mistake: Mistake): SourcePlace | null {
  if (mistake.stack === null) return null
  const place = userPlace(mistake.stack)
  if (place === null) return null
  const file = shortPath(place.file)
  const text = lineOf(place.file, place.line)
  if (text === null) return { file, line: place.line, column: 1, excerpt: [] }
  const word = wordOf(mistake)
  const found = word === null ? -1 : text.indexOf(word)
  const at = found === -1 ? text.search(/\S|$/) : found
  const length = found === -1 ? text.trim().length : word!.length
  const number = `${place.line} | `
  return {
    file,
    line: place.line,
    column: at + 1,
    excerpt: [number + text, ' '.repeat(number.length + at) + '^'.repeat(Math.max(1, length))],
  }
}

/** What to look for in the line: `Date.now`, or the function that made the operation. */
function wordOf({ code, message, stack }: Mistake): string | null {
  if (code === 'ambient') return / called (?:new )?([\w.]+)\(/.exec(message)?.[1] ?? null
  // The last function of ours on the way out is the one that the user has called.
  const rows = (stack ?? '').split('\n')
  const user = userPlace(stack ?? '')
  const index = rows.findIndex((row) => {
    const [place] = placesOf(row)
    return place !== undefined && place.file === user?.file && place.line === user.line
  })
  const before = rows[index - 1] ?? ''
  const name = /^\s*at (?:\w+\.)?(\w+) /.exec(before)?.[1]
  return name === undefined || name === 'new' ? null : `${name}(`
}

/** A mistake as people may read it: with paths as they would type them. */
export function readable(mistake: Mistake): Mistake {
  return { ...mistake, message: mistake.message.replaceAll(`${process.cwd()}/`, '') }
}

function shortPath(file: string): string {
  const path = relative(process.cwd(), file).replaceAll('\\', '/')
  return path.startsWith('../../') ? file : path
}

function lineOf(file: string, line: number): string | null {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[line - 1] ?? null
  } catch {
    return null
  }
}

/** Where in the scenario's file each of its properties is written: `crash.yaml:14`. */
export function propertyPlaces(loaded: LoadedScenario): Readonly<Record<string, string>> {
  const { scenario, parsed, experiment } = loaded
  const places: Record<string, string> = {}
  const at = (path: readonly (string | number)[]): string | null => {
    const { file, line, excerpt } = locate(parsed, path)
    // What is written in TypeScript has no lines that we know of.
    return excerpt === '' ? null : `${file}:${line}`
  }
  if (scenario.properties.module !== undefined) {
    const place = at(['properties', 'module'])
    for (const { name } of experiment.properties ?? []) if (place !== null) places[name] = place
  }
  for (const section of SECTIONS) {
    for (const [index, { name }] of scenario.properties[section].entries()) {
      const place = at(['properties', section, index])
      if (place !== null) places[name] = place
    }
  }
  return places
}
