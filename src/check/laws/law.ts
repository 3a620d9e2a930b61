import type { World } from '../../machine/index.ts'
import type { Breach, Ending, Property, Watch } from '../property.ts'
import type { Source, Sources } from '../source.ts'

/** A rule of Erlang/OTP that every run is held to without being asked. */
export interface Law extends Property {
  readonly kind: 'law'
  /** What must hold, in one sentence. */
  readonly rule: string
  /** Where OTP says so. */
  readonly source: string
  /** The smallest story that breaks it. */
  readonly story: string
}

type Texts = Pick<Law, 'name' | 'rule' | 'source' | 'story'>

/** Makes a law of its texts and its watch. */
export function makeLaw(texts: Texts, start: (sources: Sources) => Watch): Law {
  return { kind: 'law', ...texts, start }
}

/**
 * Makes a law about what a source notices. `change` is asked after each change, and calls `count`
 * when there was something to judge; `end`, when the run is over.
 */
export function makeSourceLaw<Made extends Source>(
  texts: Texts,
  made: new () => Made,
  change: (source: Made, count: () => void) => Breach | undefined,
  end?: (source: Made, world: World, ending: Ending) => Breach | undefined,
): Law {
  return makeLaw(texts, (sources): Watch => {
    const source = sources.of(made)
    let judged = 0
    const count = (): void => void judged++
    return {
      change: () => change(source, count),
      ...(end && { end: (world: World, ending: Ending) => end(source, world, ending) }),
      judged: () => judged,
    }
  })
}
