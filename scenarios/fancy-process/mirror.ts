import { call, genServer, reply, whereIs, type RefTo } from 'mayday/otp'
import type { Body } from 'mayday/process'
import { fancy, type Fancy } from './fancy.ts'
import type { Outfit } from './outfit.ts'

/** What a mirror shows, and of whom. */
export interface Image {
  readonly of: RefTo<typeof Fancy> | undefined
  readonly shows: Outfit | 'nobody'
}

/**
 * Shows the fancy process. If it asks by name, whoever has the name is in the picture. If it asks by
 * a pid that it has looked up once, and is careful never to crash, it stays blind after a death.
 */
export const Mirror = genServer('Mirror', {
  *init(keepsPid: boolean): Body<Image> {
    return { of: keepsPid ? yield* whereIs(fancy) : fancy, shows: 'nobody' }
  },
  handleCall: {
    *look(image) {
      const shows = yield* seen(image.of)
      return reply(shows, { ...image, shows })
    },
  },
})

function* seen(whom: Image['of']): Body<Image['shows']> {
  try {
    return whom === undefined ? 'nobody' : yield* call(whom, 'outfit')
  } catch {
    return 'nobody'
  }
}
