import type { Breach, Property } from 'mayday/check'
import type { Ref } from 'mayday/process'
import { isLinearizable, type Operation } from './linearizable.ts'

/** What must hold of the store, whatever is behind its name. */
export const properties: readonly Property[] = [
  {
    name: 'each life of the store answers as one that does one thing after another',
    kind: 'always',
    start() {
      const histories: Histories = new Map()
      const open = new Map<Ref, Request>()
      return {
        sees: ['send message', 'note reply', 'note return'],
        event(event) {
          if (event.kind === 'send' && isCall(event.content) && isStore(event.to.path)) {
            const { call: kind, args, from } = event.content
            const request: Request = { kind, value: args[1], from: event.step, until: Infinity }
            const which = `life ${event.to.life} of the store, key ${args[0]}`
            histories.set(which, [...(histories.get(which) ?? []), request])
            open.set(from.tag, request)
          }
          if (event.kind !== 'note') return undefined
          const { note } = event
          if (note.kind === 'reply') {
            const request = open.get(note.ref)
            if (request?.kind === 'get') request.value = note.value
          } else if (note.kind === 'return' && note.outcome === 'answered') {
            const request = open.get(note.ref)
            if (request !== undefined) request.until = event.step
          }
          return undefined
        },
        end: () => firstBreach(histories),
        judged: () => histories.size,
      }
    },
  },
]

/** Lives are apart, since each begins empty; and so are keys, since they say nothing of each other. */
type Histories = Map<string, readonly Request[]>

/** An operation whose end is still to come. */
interface Request extends Operation {
  value: unknown
  until: number
}

/** A call as it travels; its answer will carry the tag. */
interface Call {
  readonly from: { readonly tag: Ref }
  readonly call: Operation['kind']
  readonly args: readonly [key: string, value?: unknown]
}

function isCall(content: unknown): content is Call {
  return (content as { readonly kind?: unknown } | null)?.kind === '$gen_call'
}

function isStore(path: string): boolean {
  return path.endsWith('/KeyValue')
}

function firstBreach(histories: Histories): Breach | undefined {
  for (const [which, history] of histories) {
    if (isLinearizable(history)) continue
    const message = `no order of the requests explains the answers: ${which}.`
    return { subject: 'KeyValue', message, details: history }
  }
  return undefined
}
