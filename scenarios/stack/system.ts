import { point, spawnOpt, type Body, type Performable } from 'mayday/process'
import type { Top } from './pile.ts'
import { Keeper, pop, popInTwoSteps, push } from './stack.ts'

/** A stack, and nobody who uses it but the workload. */
export function* system(): Body {
  yield* Keeper.start()
}

/** Two workers share a stack of work until nothing is left. */
export function* shared({ manner = 'pop' }: { readonly manner?: keyof typeof MANNERS } = {}): Body {
  yield* Keeper.start()
  for (let item = 1; item <= 4; item++) yield* push(item)
  for (const label of ['worker1', 'worker2']) {
    yield* spawnOpt(workOff, [MANNERS[manner]], { label })
  }
}

const MANNERS = { pop, 'pop in two steps': popInTwoSteps }

function* workOff(take: () => Performable<Top>): Body {
  for (;;) {
    const top = yield* take()
    if ('error' in top) return
    yield* point('taken', top.ok)
  }
}
