import { Code, Operation } from '../machine/index.ts'

/** Reads the caller's process dictionary (erlang:get/1). */
export function get(key: unknown): Operation<unknown> {
  return new Operation(Code.get, key)
}

/** Writes it; answers the old value (erlang:put/2). */
export function put(key: unknown, value: unknown): Operation<unknown> {
  return new Operation(Code.put, key, value)
}

/** Removes a key; answers the old value (erlang:erase/1). */
export function erase(key: unknown): Operation<unknown> {
  return new Operation(Code.erase, key)
}
