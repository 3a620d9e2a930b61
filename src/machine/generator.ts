import type { Body } from './operation.ts'

/** The methods of all generators, as functions. */
interface Methods {
  readonly next: (this: Body<unknown>, answer: unknown) => IteratorResult<unknown, unknown>
  readonly throw: (this: Body<unknown>, error: unknown) => IteratorResult<unknown, unknown>
}

/**
 * Each generator function has a prototype of its own, so that `body.next` would be looked up anew at
 * every step. Behind it is one that all of them share: its methods are found once.
 */
const shared = Object.getPrototypeOf(function* (): Body {}.prototype) as Methods
const { next, throw: raise } = shared

/** A body that the two functions below can run: what only behaves like a generator gets one around it. */
export function generatorFor(body: Body<unknown>): Body<unknown> {
  return body.next === next && body.throw === raise ? body : around(body)
}

function* around(body: Body<unknown>): Body<unknown> {
  return yield* body
}

/** Goes on with an answer: `body.next(answer)`. */
export function goOn(body: Body<unknown>, answer: unknown): IteratorResult<unknown, unknown> {
  return next.call(body, answer)
}

/** Goes on with an error: `body.throw(error)`. */
export function throwInto(body: Body<unknown>, error: unknown): IteratorResult<unknown, unknown> {
  return raise.call(body, error)
}
