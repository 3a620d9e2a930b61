import { child, countChildren, supervisor, whichChildren, type ChildCounts } from 'mayday/otp'
import { isPid, name, type AnyPid, type Body, type Performable } from 'mayday/process'
import { Fancy, fancy } from './fancy.ts'

/** Where the fancy process lives. */
export const Wardrobe = supervisor('Wardrobe', {
  children: [child(Fancy, { name: fancy })],
})

export const wardrobe = name<never>('wardrobe')

/** How many live there, as their supervisor counts them. */
export function count(): Performable<ChildCounts> {
  return countChildren(wardrobe)
}

/** The pid of the fancy process, as its supervisor knows it. */
export function* pid(): Body<AnyPid | undefined> {
  const found = (yield* whichChildren(wardrobe)).find(({ id }) => id === fancy.name)?.pid
  return isPid(found) ? found : undefined
}
