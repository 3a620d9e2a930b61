import { call, cast, child, genServer, named, noreply, reply, supervisor } from 'mayday/otp'
import type { Body, Performable } from 'mayday/process'
import * as pile from './pile.ts'

/** A stack that many may share. To push is a cast, for there is nothing to wait for. */
export const Stack = genServer('Stack', {
  init: () => pile.EMPTY,
  handleCall: {
    pop: (state) => reply(pile.top(state), pile.below(state)),
    look: (state) => reply(pile.top(state), state),
  },
  handleCast: {
    push: (state, item: unknown) => noreply(pile.push(state, item)),
    drop: (state) => noreply(pile.below(state)),
  },
})

const stack = named(Stack, 'stack')

export const Keeper = supervisor('Keeper', {
  children: [child(Stack, { name: stack })],
})

export function push(item: unknown): Performable<'ok'> {
  return cast(stack, 'push', item)
}

/** Takes the top: who is answered has it, and nobody else. */
export function pop(): Performable<pile.Top> {
  return call(stack, 'pop')
}

/**
 * Takes the top in two steps, as if one were alone with the stack. Between the look and the grip
 * somebody else may look, and both have the same item; the one below it is dropped by nobody's wish.
 */
export function* popInTwoSteps(): Body<pile.Top> {
  const top = yield* call(stack, 'look')
  if ('ok' in top) yield* cast(stack, 'drop')
  return top
}
