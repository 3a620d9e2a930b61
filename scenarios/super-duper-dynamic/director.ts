import { child, genServer, reply, supervisor } from 'mayday/otp'
import { point, type Body } from 'mayday/process'
import {
  addCharacter,
  bringBack,
  removeCharacter,
  sendOff,
  shootCharacter,
  Stage,
  stage,
} from './stage.ts'

/** How the director gets rid of a character. */
export type Manner = 'polite' | 'rude'

/** Makes the changes one after another, and leaves a mark where each is done. */
export const Director = genServer('Director', {
  init: (manner: Manner) => manner,
  handleCall: {
    *add(manner, name: string) {
      yield* point('adding', name)
      return reply(yield* addCharacter(name), manner)
    },
    *sendOff(manner, name: string) {
      return reply(yield* sendOff(name), manner)
    },
    *bringBack(manner, name: string) {
      return reply(yield* bringBack(name), manner)
    },
    *remove(manner, name: string) {
      const answer = yield* manner === 'polite' ? removeCharacter(name) : shootCharacter(name)
      if (answer === 'ok') yield* point('removed', name)
      return reply(answer, manner)
    },
  },
})

/** The stage, and after it the director, who is nobody without one. */
export const Theatre = supervisor('Theatre', (manner: Manner) => ({
  strategy: 'rest_for_one',
  children: [child(Stage, { name: stage }), child(Director, { name: 'director', args: [manner] })],
}))

export function* system({ manner = 'polite' }: { readonly manner?: Manner } = {}): Body {
  yield* Theatre.start(manner)
}
