// Random trees under random kills, under random schedules.
//
// Goal: whatever the shape of a tree and whenever its processes are killed, supervision does not
// deadlock, nobody is orphaned, and starts keep their order. Method: the tree, the victims and the
// schedule are drawn by fast-check; the laws are judged by what the machine saw. Small on purpose.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { child, genServer, supervisor, type ChildSpec, type RestartStrategy } from 'mayday/otp'
import { exit, processes, randomInt, sleep, type Body } from 'mayday/process'
import { Uniform } from '../../src/explore/uniform.ts'
import { Machine, type Delivery } from '../../src/machine/index.ts'

interface Tree {
  readonly strategy: RestartStrategy
  /** A child is a worker or a tree below. */
  readonly children: readonly ('worker' | Tree)[]
}

const Worker = genServer('Worker', { init: () => 0 })

/** Children are called c0, c1, … by their place. */
function supervisorOf({ strategy, children }: Tree): ReturnType<typeof supervisor> {
  return supervisor('Tree', {
    strategy,
    // Enough for every kill that there will be.
    maxRestarts: 1000,
    children: children.map((below, n): ChildSpec => {
      const id = `c${n}`
      return below === 'worker' ? child(Worker, { id }) : child(supervisorOf(below), { id })
    }),
  })
}

function trees(depth: number): fc.Arbitrary<Tree> {
  const below =
    depth === 0
      ? fc.constant('worker' as const)
      : fc.oneof(fc.constant('worker' as const), trees(depth - 1))
  return fc.record({
    strategy: fc.constantFrom('one_for_one', 'one_for_all', 'rest_for_one'),
    children: fc.array(below, { maxLength: 3 }),
  })
}

/** Paths of all processes of a tree that is up, in order of start. */
function pathsOf(tree: Tree, path: string): readonly string[] {
  return [
    path,
    ...tree.children.flatMap((below, n) =>
      below === 'worker' ? [`${path}/c${n}`] : pathsOf(below, `${path}/c${n}`),
    ),
  ]
}

/** Every pair of neighbours that their strategy keeps in order of creation. */
function* orderedPairs(tree: Tree, path: string): Generator<readonly [string, string]> {
  for (const [n, below] of tree.children.entries()) {
    if (n > 0 && tree.strategy !== 'one_for_one') yield [`${path}/c${n - 1}`, `${path}/c${n}`]
    if (below !== 'worker') yield* orderedPairs(below, `${path}/c${n}`)
  }
}

interface Seen {
  readonly stop: unknown
  readonly alive: readonly string[]
  readonly firstStarts: readonly string[]
  readonly machine: Machine
}

function run(tree: Tree, kills: number, seed: number, delivery: Delivery): Seen {
  const machine = new Machine({ seed: String(seed), delivery, strategy: new Uniform() })
  const firstStarts: string[] = []
  machine.watch((event) => {
    if (event.kind === 'spawn' && event.pid.life === 0) firstStarts.push(event.pid.path)
  })
  machine.start(
    function* (): Body {
      const root = yield* supervisorOf(tree).start()
      for (let n = 0; n < kills; n++) {
        yield* sleep(yield* randomInt(3))
        const victims = (yield* processes()).filter((pid) => pid.path.startsWith('/root/Tree/'))
        if (victims.length === 0) continue
        yield* exit(victims[yield* randomInt(victims.length)]!, 'kill')
      }
      // The root of the tree is spared, and is there to the end.
      expect(machine.world.isAlive(root)).toBe(true)
    },
    [],
    'root',
  )
  const stop = machine.run()
  const alive = machine.world.processes().map((pid) => pid.path)
  return { stop, alive, firstStarts: firstStarts.slice(1), machine }
}

test('trees survive kills: no deadlock, no orphan, nobody missing, starts in order', () => {
  const property = fc.property(
    trees(2),
    fc.nat({ max: 6 }),
    fc.nat(),
    fc.constantFrom<Delivery>('instant', 'ordered_pairs'),
    (tree, kills, seed, delivery) => {
      const { stop, alive, firstStarts, machine } = run(tree, kills, seed, delivery)
      const expected = pathsOf(tree, '/root/Tree')
      expect(stop).toEqual({ kind: 'idle' })
      expect(new Set(alive)).toEqual(new Set(expected))
      expect(alive.length).toBe(expected.length)
      expect(firstStarts).toEqual(expected)
      const idOf = (path: string): number => machine.world.processes(path)[0]!.id
      for (const [before, after] of orderedPairs(tree, '/root/Tree')) {
        expect(idOf(before), `${before} before ${after}`).toBeLessThan(idOf(after))
      }
    },
  )
  fc.assert(property, { numRuns: 300, seed: 27 })
})
