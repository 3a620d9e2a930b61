// The laws that only the machine itself could break are shown to fail on events that it never makes.

import { describe, expect, test } from 'vitest'
import { law } from '../../src/check/index.ts'
import { came, Fiction, sent } from './synthetic.ts'

describe('fifo', () => {
  test('a message that overtakes another is found', () => {
    const world = new Fiction(law('fifo'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world.tell(sent(1, 'message', a, b)).tell(sent(2, 'message', a, b))
    world.tell(came(2, 'message', a, b)).tell(came(1, 'message', a, b))
    expect(world.violation()).toMatchObject({
      subject: '/a > /b',
      message: 'A signal from /a to /b overtook another.',
      step: 4,
    })
  })

  test('a message that comes twice is found', () => {
    const world = new Fiction(law('fifo'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world.tell(came(1, 'message', a, b)).tell(came(1, 'message', a, b))
    expect(world.violation()?.message).toBe('A signal from /a to /b came twice.')
  })

  test('between different pairs there is no order', () => {
    const world = new Fiction(law('fifo'))
    const [a, b, c] = [world.pid('/a'), world.pid('/b'), world.pid('/c')]
    world
      .tell(came(3, 'message', a, b))
      .tell(came(2, 'message', c, b))
      .tell(came(1, 'message', a, c))
    expect(world.violation()).toBeNull()
  })
})

describe('one_down', () => {
  const watching = (): { readonly world: Fiction } & Record<
    'a' | 'b',
    ReturnType<Fiction['pid']>
  > & {
      readonly ref: ReturnType<Fiction['ref']>
    } => {
    const world = new Fiction(law('one_down'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    const ref = world.ref(a)
    world.tell({ kind: 'monitor', pid: a, target: b, ref })
    return { world, a, b, ref }
  }
  const down = (ref: unknown, object: unknown): unknown => ({
    kind: 'DOWN',
    ref,
    type: 'process',
    object,
    reason: 'normal',
  })

  test('a second DOWN of one monitor is found', () => {
    const { world, a, b, ref } = watching()
    world.tell({ kind: 'exit', pid: b, reason: 'normal' }, sent(1, 'down', b, a))
    world.tell(came(1, 'down', b, a))
    world.tell({ kind: 'receive', pid: a, signal: 2, message: down(ref, b) })
    world.tell({ kind: 'receive', pid: a, signal: 3, message: down(ref, b) })
    expect(world.violation()).toMatchObject({ subject: '/a', step: 5 })
  })

  test('a DOWN after the monitor was taken off is found', () => {
    const { world, a, b, ref } = watching()
    world.tell({ kind: 'demonitor', pid: a, ref })
    world.tell({ kind: 'receive', pid: a, signal: 1, message: down(ref, b) })
    expect(world.violation()?.message).toMatch(/had given one, or had been taken off/)
  })

  test('a DOWN that had come before the monitor was taken off may still be taken', () => {
    const { world, a, b, ref } = watching()
    world.tell({ kind: 'exit', pid: b, reason: 'normal' }).tell(came(1, 'down', b, a))
    world.tell({ kind: 'demonitor', pid: a, ref })
    world.tell({ kind: 'receive', pid: a, signal: 2, message: down(ref, b) })
    expect(world.violation()).toBeNull()
  })

  test('a message that comes after the DOWN of its sender is found', () => {
    const { world, a, b } = watching()
    world.tell({ kind: 'exit', pid: b, reason: 'normal' }).tell(came(2, 'down', b, a))
    world.tell(came(1, 'message', b, a))
    expect(world.violation()).toMatchObject({
      subject: '/a > /b',
      message: '/a got a message of /b after the news of its end.',
    })
  })

  test('a message that only looks like a DOWN, because somebody has sent it, is none', () => {
    const { world, a, b, ref } = watching()
    world.tell({ kind: 'demonitor', pid: a, ref })
    world.tell(came(1, 'message', a, a, down(ref, b)))
    world.tell({ kind: 'receive', pid: a, signal: 1, message: down(ref, b) })
    expect(world.violation()).toBeNull()
  })

  test('a DOWN that never comes is found', () => {
    const { world, a, b } = watching()
    world.tell({ kind: 'exit', pid: b, reason: 'normal' })
    world.monitors.set(a, [b])
    expect(world.violation()?.message).toBe(
      '/a never learnt that /b, which it monitors, has ended.',
    )
  })
})

describe('link_symmetry', () => {
  const linked = (): { readonly world: Fiction } & Record<
    'a' | 'b',
    ReturnType<Fiction['pid']>
  > => {
    const world = new Fiction(law('link_symmetry'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world.tell({ kind: 'spawn', pid: b, parent: a, body: 'b', link: true })
    return { world, a, b }
  }

  test('a linked process that is not told is found', () => {
    const { world, b } = linked()
    world.tell({ kind: 'exit', pid: b, reason: 'boom' })
    expect(world.violation()).toMatchObject({
      subject: '/b > /a',
      message: '/a was linked with /b and was not told of its end.',
    })
  })

  test('a linked process that is told twice is found', () => {
    const { world, a, b } = linked()
    world.tell(
      { kind: 'exit', pid: b, reason: 'boom' },
      sent(1, 'exit', b, a),
      sent(2, 'exit', b, a),
    )
    expect(world.violation()?.message).toBe('/a was told twice of the end of /b.')
  })

  test('a linked process that does not trap exits and lives on is found', () => {
    const { world, a, b } = linked()
    world.tell({ kind: 'exit', pid: b, reason: 'boom' }, sent(1, 'exit', b, a, 'boom'))
    world.tell(came(1, 'exit', b, a, 'boom'))
    expect(world.violation()?.message).toBe(
      '/b ended with boom and /a, linked with it and not trapping exits, lived on.',
    )
  })

  test.each([
    ['it traps exits', 'boom', true],
    ['the reason is normal', 'normal', false],
  ])('it may live on when %s', (_why, reason, traps) => {
    const { world, a, b } = linked()
    if (traps) world.traps.add(a)
    world.tell({ kind: 'exit', pid: b, reason }, sent(1, 'exit', b, a, reason))
    world.tell(came(1, 'exit', b, a, reason))
    expect(world.violation()).toBeNull()
  })

  test('a link that reaches the other side after the end of who asked for it is none', () => {
    const world = new Fiction(law('link_symmetry'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world.tell({ kind: 'link', pid: a, other: b }, sent(1, 'link', a, b))
    world.tell({ kind: 'exit', pid: a, reason: 'boom' }, sent(2, 'exit', a, b, 'boom'))
    world.tell(came(1, 'link', a, b)).tell(came(2, 'exit', a, b, 'boom'))
    world.tell({ kind: 'exit', pid: b, reason: 'boom' })
    expect(world.violation()).toBeNull()
  })

  test('it may live on when it took the link off before the news came', () => {
    const { world, a, b } = linked()
    world.tell({ kind: 'exit', pid: b, reason: 'boom' }, sent(1, 'exit', b, a, 'boom'))
    world.tell({ kind: 'unlink', pid: a, other: b }).tell(came(1, 'exit', b, a, 'boom'))
    expect(world.violation()).toBeNull()
  })
})

describe('name_unique', () => {
  test('a name with two living owners is found', () => {
    const world = new Fiction(law('name_unique'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world
      .tell({ kind: 'register', pid: a, name: 'n' })
      .tell({ kind: 'register', pid: b, name: 'n' })
    expect(world.violation()).toMatchObject({
      subject: 'n',
      message: 'The name n went to /b while /a had it.',
    })
  })

  test('a process with two names is found', () => {
    const world = new Fiction(law('name_unique'))
    const a = world.pid('/a')
    world
      .tell({ kind: 'register', pid: a, name: 'n' })
      .tell({ kind: 'register', pid: a, name: 'm' })
    expect(world.violation()?.message).toBe('/a got the name m beside n.')
  })

  test('a name that is still taken when its owner is known to be dead is found', () => {
    const world = new Fiction(law('name_unique'))
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    world.names.set('n', a)
    world.tell({ kind: 'register', pid: a, name: 'n' }, { kind: 'exit', pid: a, reason: 'normal' })
    world.tell(came(1, 'down', a, b))
    expect(world.violation()?.message).toBe('The end of /a was told while it still had the name n.')
  })

  test('a name may go from owner to owner', () => {
    const world = new Fiction(law('name_unique'))
    const [a, b, c] = [world.pid('/a'), world.pid('/b'), world.pid('/c')]
    world
      .tell({ kind: 'register', pid: a, name: 'n' })
      .tell({ kind: 'exit', pid: a, reason: 'normal' })
    world
      .tell({ kind: 'register', pid: b, name: 'n' })
      .tell({ kind: 'unregister', pid: b, name: 'n' })
    world.names.set('n', c)
    world.tell({ kind: 'register', pid: c, name: 'n' }).tell(came(1, 'down', a, b))
    expect(world.violation()).toBeNull()
  })
})

describe('timers_on_time', () => {
  const started = (
    due: number,
  ): { readonly world: Fiction } & {
    readonly fires: (at: number) => Fiction
    readonly cancelled: () => Fiction
  } => {
    const world = new Fiction(law('timers_on_time'))
    const pid = world.pid('/a')
    const ref = world.ref(pid)
    world.tell({ kind: 'timer_started', pid, ref, due })
    return {
      world,
      fires: (at) => {
        world.time = at
        return world.tell({ kind: 'timer_fired', pid, ref })
      },
      cancelled: () => world.tell({ kind: 'timer_cancelled', pid, ref }),
    }
  }

  test('a timer that fires early is found', () => {
    expect(started(100).fires(99).violation()?.message).toBe(
      'A timer of /a fired at 99 ms and was due at 100 ms.',
    )
  })

  test('a timer that fires twice is found', () => {
    const timer = started(100)
    timer.fires(100)
    expect(timer.fires(101).violation()?.message).toMatch(/fired again/)
  })

  test('a timer that fires after it was cancelled is found', () => {
    const timer = started(100)
    timer.cancelled()
    expect(timer.fires(101).violation()?.message).toMatch(/after it was cancelled/)
  })

  test('a timer may be late', () => {
    expect(started(100).fires(500).violation()).toBeNull()
  })
})
