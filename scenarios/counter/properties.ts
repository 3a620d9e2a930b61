import { always, type Property } from 'mayday/check'
import { INTERVAL, type Ticks } from './ticker.ts'

/** What must hold of a counter that counts by itself. */
export const properties: readonly Property[] = [
  always('a life hears no more ticks than it has ordered', (world) => {
    const ticks = world.stateOf<Ticks>('/Counters/ticker')
    if (ticks === undefined) return undefined
    const age = world.time - ticks.since
    return ticks.count * INTERVAL <= age || `${ticks.count} ticks in the ${age} ms of this life`
  }),
]
