import {
  call,
  child,
  countChildren,
  genServer,
  named,
  reply,
  supervisor,
  whichChildren,
  type ChildCounts,
} from 'mayday/otp'
import { name, type AnyPid, type Body, type Performable } from 'mayday/process'
import { PLAIN, putOn, type Outfit } from './outfit.ts'

/** A process that dresses up, and is back in its shirt after each death. */
export const Fancy = genServer('Fancy', {
  init: () => PLAIN,
  handleCall: {
    wear: (outfit, piece: string) => reply('ok' as const, putOn(outfit, piece)),
    outfit: (outfit) => reply(outfit, outfit),
  },
})

const fancy = named(Fancy, 'fancy')
const wardrobe = name<never>('wardrobe')

export const Wardrobe = supervisor('Wardrobe', {
  children: [child(Fancy, { name: fancy })],
})

export function wear(piece: string): Performable<'ok'> {
  return call(fancy, 'wear', piece)
}

export function outfit(): Performable<Outfit> {
  return call(fancy, 'outfit')
}

export function count(): Performable<ChildCounts> {
  return countChildren(wardrobe)
}

/** The pid of the fancy process, as its supervisor knows it. */
export function* pid(): Body<AnyPid | undefined> {
  const found = (yield* whichChildren(wardrobe)).find(({ id }) => id === 'fancy')?.pid
  return found === 'restarting' ? undefined : found
}
