import { child, supervisor } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { Mirror } from './mirror.ts'
import { Wardrobe, wardrobe } from './wardrobe.ts'

/** A wardrobe, and across from it a mirror. */
const Hall = supervisor('Hall', (keepsPid: boolean) => ({
  children: [
    child(Wardrobe, { name: wardrobe }),
    child(Mirror, { name: 'mirror', args: [keepsPid] }),
  ],
}))

export function* system({ keepsPid = false }: { readonly keepsPid?: boolean } = {}): Body {
  yield* Hall.start(keepsPid)
}
