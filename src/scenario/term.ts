import { isRecord } from '../base/index.ts'

/** A value that a file can hold: arguments, exit reasons, parts of a state. */
export type Term =
  null | boolean | number | string | readonly Term[] | { readonly [key: string]: Term }

/** Keys that mean something to JavaScript's objects; taken over as data they would be lost or worse. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Deeper data is a mistake or an attack: YAML aliases can nest without end. */
const MAX_DEPTH = 100

/** Whether `value` is a term: finite numbers, plain lists and mappings, no cycles. */
export function isTerm(value: unknown, depth = 0): value is Term {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      if (value === null) return true
      if (depth >= MAX_DEPTH) return false
      if (Array.isArray(value)) return value.every((item) => isTerm(item, depth + 1))
      return (
        isMapping(value) &&
        Object.entries(value).every(
          ([key, item]) => !RESERVED_KEYS.has(key) && isTerm(item, depth + 1),
        )
      )
    default:
      return false
  }
}

/** Whether `value` is a plain object, as YAML's mappings become. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && isRecord(value)
}
