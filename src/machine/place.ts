/**
 * Finds the line of the user's code that a stack text leads to. Only explains what has been found
 * already: nothing that a run does may depend on a stack.
 */
export interface Place {
  readonly file: string
  readonly line: number
}

/** The folder of the library's own code, as stack texts spell it; null when all is in one bundle. */
const OWN = ownFolder()

/** The files and lines that a stack text goes through, innermost first. */
export function placesOf(stack: string): Place[] {
  const places: Place[] = []
  for (const row of stack.split('\n')) {
    // V8: `at name (file:line:column)` or `at file:line:column`; elsewhere: `name@file:line:column`.
    const match = /^\s*(?:at (?:.*? \()?|.*?@)(.+?):(\d+):\d+\)?$/.exec(row)
    if (match === null) continue
    const [, url = '', line] = match
    places.push({ file: url.replace(/^file:\/\/(\/(?=[A-Za-z]:))?/, ''), line: Number(line) })
  }
  return places
}

/** The innermost place that is the user's own, rather than in a package that the user has called. */
export function userPlace(stack: string): Place | null {
  const others = placesOf(stack).filter((place) => !isOwn(place) && !isNode(place))
  return others.find(({ file }) => !file.includes('/node_modules/')) ?? others[0] ?? null
}

/** Whether the place is in the library's own code. */
export function isOwn({ file }: Place): boolean {
  return OWN !== null && file.startsWith(OWN)
}

/** Whether the place is inside node itself. */
export function isNode({ file }: Place): boolean {
  return file.startsWith('node:')
}

/** The place in print: `bank.ts:12`. */
export function showPlace({ file, line }: Place): string {
  return `${file}:${line}`
}

function ownFolder(): string | null {
  const here = placesOf(new Error().stack ?? '')[0]?.file ?? ''
  return /^(.*\/)machine\/place\.[jt]s$/.exec(here)?.[1] ?? null
}
