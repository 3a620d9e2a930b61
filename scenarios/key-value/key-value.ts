import { call, genServer, named, reply } from 'mayday/otp'
import type { Performable } from 'mayday/process'
import * as table from './table.ts'

/**
 * A key-value store: one server that has the table, known by the name of its module. Both requests
 * are calls, so that who has been answered knows that it is done. What it holds dies with it.
 */
export const KeyValue = genServer('KeyValue', {
  init: () => table.EMPTY,
  handleCall: {
    put: (state, key: string, value: unknown) => reply('ok' as const, table.put(state, key, value)),
    get: (state, key: string) => reply(table.get(state, key), state),
  },
})

const keyValue = named(KeyValue, KeyValue.name)

export function put(key: string, value: unknown): Performable<'ok'> {
  return call(keyValue, 'put', key, value)
}

export function get(key: string): Performable<unknown> {
  return call(keyValue, 'get', key)
}
