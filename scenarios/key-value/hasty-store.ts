import { call, cast, child, genServer, named, noreply, reply, supervisor } from 'mayday/otp'
import { KeyValue } from './key-value.ts'
import * as table from './table.ts'

/**
 * A store that wants to be fast: `put` is answered at once and written by somebody else, `get` reads
 * what has been written. So a client may be told `ok` and then read the value from before.
 */
const Disk = genServer('Disk', {
  init: () => table.EMPTY,
  handleCall: {
    read: (state, key: string) => reply(table.get(state, key), state),
  },
  handleCast: {
    write: (state, key: string, value: unknown) => noreply(table.put(state, key, value)),
  },
})

const Writer = genServer('Writer', {
  init: () => null,
  handleCast: {
    *write(state, key: string, value: unknown) {
      yield* cast(disk, 'write', key, value)
      return noreply(state)
    },
  },
})

const Front = genServer('Front', {
  init: () => null,
  handleCall: {
    *put(state, key: string, value: unknown) {
      yield* cast(writer, 'write', key, value)
      return reply('ok' as const, state)
    },
    *get(state, key: string) {
      return reply(yield* call(disk, 'read', key), state)
    },
  },
})

const disk = named(Disk, 'disk')
const writer = named(Writer, 'writer')

export const HastyStore = supervisor('HastyStore', {
  strategy: 'one_for_all',
  children: [
    child(Disk, { name: disk }),
    child(Writer, { name: writer }),
    child(Front, { name: KeyValue.name }),
  ],
})
