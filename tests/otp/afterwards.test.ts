// What a server does before it looks at its mailbox again: wait for so long, or go on with something.

import { describe } from 'vitest'
import { genServer, noreply, ok, reply, type Afterwards } from 'mayday/otp'
import { self, send, sleep, type AnyPid, type Body } from 'mayday/process'
import { law, timedLaw, until } from '../support/laws.ts'
import type { Tell } from '../support/play.ts'
import { calling, casting, continuing, messaging, obedient, reading, unlinked } from './obedient.ts'

const timeoutMessage = ['info', 'timeout']

describe('{ timeout }', () => {
  timedLaw(
    'after so many milliseconds without a message, the server is told `timeout`, once',
    [timeoutMessage, 50, timeoutMessage, 150],
    function* (tell, machine) {
      const timed = (what: unknown): void => {
        tell(what)
        tell(machine.now)
      }
      const server = (yield* obedient(timed).start(() => ok(0, { timeout: 50 }))) as AnyPid
      yield* sleep(100)
      yield* calling(server, (n) => reply('ok', n, { timeout: 50 }))
    },
  )

  timedLaw('any message calls it off for good', [0], function* (tell) {
    const server = (yield* obedient(tell).start(() => ok(0, { timeout: 50 }))) as AnyPid
    yield* sleep(49)
    tell(yield* reading(server))
  })

  law(
    '0 loses to a message that is there already',
    [['info', 'first'], 0, timeoutMessage],
    function* (tell) {
      const server = yield* unlinked(tell)
      yield* calling(server, function* (n) {
        // What is sent to oneself is there at once.
        yield* send(server as never, 'first')
        return reply('ok', n, { timeout: 0 })
      })
      tell(yield* reading(server))
      yield* casting(server, (n) => noreply(n, { timeout: 0 }))
    },
  )

  law('infinity is as good as none', [5], function* (tell) {
    const server = (yield* obedient(tell).start(() => ok(5, { timeout: 'infinity' }))) as AnyPid
    tell(yield* reading(server))
  })

  law('the atom that anybody sends is the same', [timeoutMessage], function* (tell) {
    yield* send((yield* unlinked(tell)) as never, 'timeout')
  })
})

describe('{ continue }', () => {
  const goOn = (tell: Tell, what: string): Afterwards => ({
    continue: () => (tell(what), noreply(1)),
  })

  law(
    'from every callback it runs before any message',
    ['init', 'call', 'cast', 'info', 'again', 'twice', ['info', 'message'], 'end'],
    function* (tell) {
      const server = (yield* obedient(tell).start(() => ok(0, goOn(tell, 'init')))) as AnyPid
      yield* calling(server, () => reply('ok', 0, goOn(tell, 'call')))
      yield* casting(server, () => noreply(0, goOn(tell, 'cast')))
      yield* messaging(server, () => noreply(0, goOn(tell, 'info')))
      yield* calling(server, function* () {
        yield* send(server as never, 'message')
        const again: Afterwards = {
          continue: () => (tell('again'), noreply(0, goOn(tell, 'twice'))),
        }
        return reply('ok', 0, again)
      })
      yield* calling(server, (n) => (tell('end'), reply('ok', n)))
    },
  )

  law('comes before messages that arrived during init', ['continued', 'message'], function* (tell) {
    const Early = genServer('Early', {
      *init() {
        yield* send((yield* self()) as never, 'message')
        return ok(0, { continue: 'continued' })
      },
      handleContinue: (state, what) => (tell(what), noreply(state)),
      handleInfo: (state, message) => (tell(message), noreply(state)),
    })
    yield* Early.start()
  })

  law(
    'may be a generator, and may ask to wait afterwards',
    ['slow', timeoutMessage],
    function* (tell) {
      const server = yield* unlinked(tell)
      yield* continuing(server, function* (): Body<unknown> {
        yield* sleep(5)
        tell('slow')
        return noreply(0, { timeout: 5 })
      })
    },
  )

  law('the caller has its answer while the server goes on', ['answered', 'done'], function* (tell) {
    const server = yield* unlinked(tell)
    let answered = false
    const continued = function* (): Body<unknown> {
      yield* until(() => answered)
      tell('done')
      return noreply(0)
    }
    yield* calling(server, () => reply('ok', 0, { continue: continued }))
    tell('answered')
    answered = true
  })
})
