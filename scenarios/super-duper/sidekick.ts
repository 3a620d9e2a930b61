import { cast, genServer, noreply, whereIs, type RefTo } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { actor, type Actor } from './actor.ts'

/**
 * An actor who has superman say whatever he hears, and looks up only once who superman is. That is
 * sound where he is started anew whenever superman is: after him, under `rest_for_one`. Under
 * `one_for_one` he goes on speaking to the dead, and nobody tells him.
 */
export const Sidekick = genServer('Sidekick', {
  *init(): Body<State> {
    return { hero: yield* whereIs(actor('superman')) }
  },
  handleCast: {
    *repeat(state, line: string) {
      if (state.hero !== undefined) yield* cast(state.hero, 'mumble', line)
      return noreply(state)
    },
  },
})

export interface State {
  readonly hero: RefTo<typeof Actor> | undefined
}
