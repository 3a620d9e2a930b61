// What properties see of a world, and that looking changes nothing.

import { expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  name,
  publish,
  register,
  self,
  send,
  sleep,
  spawnLink,
  spawnOpt,
  type Body,
  type Pid,
} from 'mayday/process'
import { ends, idle } from '../support/play.ts'

function* app(): Body {
  yield* register('app', yield* self())
  yield* publish({ ready: true })
  for (let life = 0; life < 3; life++) {
    yield* spawnOpt(ends, ['done'], { label: 'w1' })
    yield* sleep(1)
  }
  yield* spawnOpt(idle, [], { label: 'w1' })
  yield* spawnOpt(idle, [], { label: 'w2' })
  const pool = yield* spawnOpt(
    function* (): Body {
      yield* spawnLink(idle)
      yield* sleep(Infinity)
    },
    [],
    { label: 'pool' },
  )
  yield* send(pool, 'hello')
  yield* sleep(Infinity)
}

function running(): { readonly machine: Machine; readonly pid: Pid } {
  const machine = new Machine()
  const pid = machine.start(app, [], 'app') as Pid
  machine.run()
  return { machine, pid }
}

const paths = (pids: readonly { readonly path: string }[]): readonly string[] =>
  pids.map(({ path }) => path)

test('processes are listed in order of creation, or by path and glob', () => {
  const { world } = running().machine
  const all = ['/app', '/app/w1', '/app/w2', '/app/pool', '/app/pool/idle#1']
  expect(paths(world.processes())).toEqual(all)
  expect(paths(world.processes('/app/*'))).toEqual(['/app/w1', '/app/w2', '/app/pool'])
  expect(paths(world.processes('/app/**'))).toEqual(all)
  expect(paths(world.processes('/app/w2'))).toEqual(['/app/w2'])
  expect(paths(world.processes('/nowhere/*'))).toEqual([])
})

test('a process is found by pid, by name and by path', () => {
  const { machine, pid } = running()
  const { world } = machine
  for (const target of [pid, 'app', name('app'), '/app']) {
    expect(world.isAlive(target)).toBe(true)
    expect(world.stateOf(target)).toEqual({ ready: true })
    expect(world.infoOf(target)?.pid).toBe(pid)
  }
  expect(world.whereis('app')).toBe(pid)
  expect(world.registered()).toEqual(['app'])
  expect(world.mailboxOf('/app/pool')).toBe(1)
  expect(world.restartsOf('/app/w1')).toBe(3)
})

test('what is not there is undefined, or nothing', () => {
  const { machine, pid } = running()
  const { world } = machine
  machine.kill(pid)
  machine.run()
  for (const target of [pid, 'app', name('app'), '/app', '/nowhere', 'nobody']) {
    expect(world.isAlive(target)).toBe(false)
    expect(world.stateOf(target)).toBeUndefined()
    expect(world.infoOf(target)).toBeUndefined()
    expect(world.mailboxOf(target)).toBe(0)
  }
  expect(world.whereis('app')).toBeUndefined()
  expect(world.restartsOf('/nowhere')).toBe(0)
})

test('a path leads to whoever lives there now', () => {
  const machine = new Machine()
  const { world } = machine
  const lives: (number | undefined)[] = []
  machine.start(
    function* () {
      for (let life = 0; life < 3; life++) {
        yield* spawnOpt(idle, [], { label: 'w1' })
        lives.push(world.infoOf('/app/w1')?.life)
        machine.kill(world.infoOf('/app/w1')!.pid)
        lives.push(world.infoOf('/app/w1')?.life)
      }
    },
    [],
    'app',
  )
  machine.run()
  expect(lives).toEqual([0, undefined, 1, undefined, 2, undefined])
})

test('looking changes nothing', () => {
  const digestOf = (looks: boolean): string => {
    const machine = new Machine()
    machine.start(app, [], 'app')
    machine.watch(() => {
      if (!looks) return
      const { world } = machine
      for (const pid of world.processes()) world.infoOf(pid)
      world.isAlive('/app/w1')
      world.stateOf('app')
      world.registered()
    })
    machine.run()
    return machine.digest
  }
  expect(digestOf(true)).toBe(digestOf(false))
})
