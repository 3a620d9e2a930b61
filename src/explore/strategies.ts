import { ChainOrder, type Strategy } from '../machine/index.ts'
import { Priorities } from './priorities.ts'
import { Uniform } from './uniform.ts'

/** The strategies that a sweep may mix, by the names that users write. */
const makers = {
  uniform: (): Strategy => new Uniform(),
  priorities: (): Strategy => new Priorities(),
  chain: (): Strategy => new ChainOrder(),
}

export type StrategyName = keyof typeof makers

export const strategyNames: readonly StrategyName[] = ['uniform', 'priorities', 'chain']

/** A fresh strategy of that name. */
export function strategyNamed(name: StrategyName): Strategy {
  return makers[name]()
}
