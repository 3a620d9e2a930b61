import { call, cast, child, genServer, named, noreply, reply, supervisor } from 'mayday/otp'
import type { Body, Performable } from 'mayday/process'
import { below, EMPTY, push, top, type Top } from './pile.ts'

/** A stack that many may share. To push is a cast, for there is nothing to wait for. */
export const Stack = genServer('Stack', {
  init: () => EMPTY,
  handleCall: {
    pop: (pile) => reply(top(pile), below(pile)),
    top: (pile) => reply(top(pile), pile),
  },
  handleCast: {
    push: (pile, item: unknown) => noreply(push(pile, item)),
    drop: (pile) => noreply(below(pile)),
  },
})

const stack = named(Stack, 'stack')

export const StackKeeper = supervisor('StackKeeper', {
  children: [child(Stack, { name: stack })],
})

export { pushOn as push }

function pushOn(item: unknown): Performable<'ok'> {
  return cast(stack, 'push', item)
}

/** Takes the top: who is answered has it, and nobody else. */
export function pop(): Performable<Top> {
  return call(stack, 'pop')
}

/**
 * Takes the top in two steps, as if one were alone with the stack: between the look and the grip
 * somebody else may look too, and both take the same item.
 */
export function* lookAndDrop(): Body<Top> {
  const found = yield* call(stack, 'top')
  if ('ok' in found) yield* cast(stack, 'drop')
  return found
}
