import { call, genServer, named, reply } from 'mayday/otp'
import type { Performable } from 'mayday/process'
import { PLAIN, putOn, type Outfit } from './outfit.ts'

/** A process that dresses up, and is back in its shirt after each death. */
export const Fancy = genServer('Fancy', {
  init: () => PLAIN,
  handleCall: {
    wear: (outfit, piece: string) => reply('ok' as const, putOn(outfit, piece)),
    outfit: (outfit) => reply(outfit, outfit),
  },
})

export const fancy = named(Fancy, 'fancy')

export function wear(piece: string): Performable<'ok'> {
  return call(fancy, 'wear', piece)
}

export function outfit(): Performable<Outfit> {
  return call(fancy, 'outfit')
}
