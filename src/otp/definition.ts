import { format, UsageError } from '../base/index.ts'

/**
 * What is wrong with a definition of a server shows when it is made, at the user's own line, and not
 * as a crash in the middle of a run.
 */

/** @throws UsageError when a callback is missing that must be there, or is no function. */
export function checkDefinition(name: string, definition: object): void {
  if (typeof name !== 'string' || name === '') throw wrong(`the name ${format(name)}`, 'a text')
  if (typeof definition !== 'object' || definition === null) {
    throw wrong(`${format(definition)} for ${name}`, 'an object with its callbacks')
  }
  const { init, ...others } = definition as { readonly init?: unknown }
  mustBeFunction(name, 'init', init)
  for (const [key, value] of Object.entries(others)) {
    if (value === undefined || !CALLBACKS.includes(key)) continue
    if (TABLES.includes(key) && typeof value === 'object' && value !== null) {
      for (const [request, handler] of Object.entries(value)) {
        mustBeFunction(name, `${key}.${request}`, handler)
      }
    } else mustBeFunction(name, key, value)
  }
}

/** These may be one function, or a table with one for each request. */
const TABLES: readonly string[] = ['handleCall', 'handleCast']
const CALLBACKS: readonly string[] = [...TABLES, 'handleInfo', 'handleContinue', 'terminate']

function mustBeFunction(name: string, key: string, value: unknown): void {
  if (typeof value === 'function') return
  const given = value === undefined ? `no ${key}` : `${format(value)} as ${key}`
  throw wrong(`${given} for ${name}`, 'a function')
}

function wrong(given: string, expected: string): UsageError {
  return new UsageError(`genServer was given ${given}; it takes ${expected}`, {
    code: 'bad_definition',
    hint: "genServer('Counter', { init: () => 0, handleCall: { read: (n) => reply(n, n) } })",
  })
}
