import { format, suggest } from '../base/index.ts'
import type { Property } from '../check/index.ts'
import type { SystemFunction } from './compile.ts'

/** What is wrong with what a module exports, in words, and what was most likely meant. */
export interface Refusal {
  readonly message: string
  readonly suggestion?: string
}

/** What a module exports, by name. Its shape is checked here; nothing of it is run. */
export type Exports = Readonly<Record<string, unknown>>

/** Names longer than this list are cut: the message is for a terminal. */
const MOST_NAMES = 12

/** The export of that name, or why there is none. */
export function exported(exports: Exports, wanted: string): { readonly value: unknown } | Refusal {
  if (Object.hasOwn(exports, wanted)) return { value: exports[wanted] }
  const names = Object.keys(exports).filter((name) => name !== '__esModule')
  if (names.length === 0) return { message: `the module exports nothing, and no "${wanted}"` }
  const shown = names.slice(0, MOST_NAMES)
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : ''
  const message = `the module exports no "${wanted}", but ${shown.join(', ')}${more}`
  const suggestion = suggest(wanted, names)
  return suggestion === undefined ? { message } : { message, suggestion }
}

/** The function that starts the system, or what is there instead. */
export function systemIn(
  name: string,
  value: unknown,
): { readonly system: SystemFunction } | Refusal {
  const written = `write export function* ${name}() { … }`
  if (isGeneratorFunction(value)) return { system: value }
  if (typeof value === 'function') {
    const tag = Object.prototype.toString.call(value)
    const what = tag.includes('Async') ? 'an async function' : 'a plain function'
    return { message: `"${name}" is ${what}, and must be a generator function: ${written}` }
  }
  const { kind, startLink } = (value ?? {}) as { readonly kind?: unknown; startLink?: unknown }
  if (typeof kind === 'string' && typeof startLink === 'function') {
    const start = `export function* system() { yield* ${name}.startLink() }`
    return { message: `"${name}" is a ${kind.replaceAll('_', ' ')}: write ${start}` }
  }
  return { message: `"${name}" is ${format(value, 40)}, and no generator function: ${written}` }
}

/** By what it is made of: a module may have been loaded into another realm. */
function isGeneratorFunction(value: unknown): value is SystemFunction {
  return (
    typeof value === 'function' &&
    Object.prototype.toString.call(value) === '[object GeneratorFunction]'
  )
}

/** The list of properties, or everything that is wrong with it. */
export function propertiesIn(
  name: string,
  value: unknown,
): { readonly properties: readonly Property[] } | { readonly refusals: readonly Refusal[] } {
  if (isProperty(value)) {
    return { refusals: [{ message: `"${name}" is a single property, and must be a list of them` }] }
  }
  if (!Array.isArray(value)) {
    const what = typeof value === 'function' ? 'a function' : format(value, 40)
    return { refusals: [{ message: `"${name}" is ${what}, and must be a list of properties` }] }
  }
  const items: readonly unknown[] = value
  const refusals = items.flatMap((item, index) => {
    if (isProperty(item)) return []
    const what = typeof item === 'function' ? 'a function' : format(item, 40)
    return [{ message: `"${name}[${index}]" is ${what}, and no property` }]
  })
  return refusals.length > 0 ? { refusals } : { properties: items.filter(isProperty) }
}

function isProperty(value: unknown): value is Property {
  if (typeof value !== 'object' || value === null) return false
  const { name, kind, start } = value as Partial<Property>
  return typeof name === 'string' && typeof kind === 'string' && typeof start === 'function'
}
