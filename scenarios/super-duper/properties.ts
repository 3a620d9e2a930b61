import { eventually, type Property } from 'mayday/check'
import { isPid } from 'mayday/process'
import type { State } from './sidekick.ts'

/** What must hold of a sidekick when nothing has crashed for a second. */
export const properties: readonly Property[] = [
  eventually(
    'the sidekick knows who superman is',
    (world) => {
      const hero = world.stateOf<State>('sidekick')?.hero
      return isPid(hero) && hero === world.whereis('superman')
    },
    { after: 'quiet', within: 1000 },
  ),
]
