import type { Body } from 'mayday/process'
import { eager, forgetful, sound, type ChildSpec } from './children.ts'
import { startLink } from './mini-supervisor.ts'
import { cast, stop } from './mini-server.ts'
import { adder, guests } from './modules.ts'

const RULES = { sound, forgetful, eager }

/** An adder for ever, and a guest book for as long as there are guests. */
export const CHILDREN: readonly ChildSpec[] = [
  { id: 'adder', restart: 'permanent', module: adder },
  { id: 'guests', restart: 'transient', module: guests },
]

/** A party: guests come, are counted, and go; then the guest book is closed. */
export function* system({ rules = 'sound' }: { readonly rules?: keyof typeof RULES } = {}): Body {
  yield* startLink(CHILDREN, RULES[rules])
  for (const guest of ['ada', 'bob', 'cyd', 'dan', 'eve']) {
    yield* cast('guests', guest)
    yield* cast('adder', 1)
  }
  yield* stop('guests')
}
