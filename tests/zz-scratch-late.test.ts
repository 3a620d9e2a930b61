import { test } from 'vitest'
import { Machine } from '../src/machine/index.ts'
import { disturb, sent, delay } from 'mayday/faults'
import { system } from '../scenarios/echo/system.ts'
import { Uniform } from '../src/explore/uniform.ts'
import { format } from '../src/base/index.ts'
test.each(['0','1','2','3','4','5'])('x %s', (seed) => {
  const machine = new Machine({ seed, strategy: new Uniform() })
  const lines: string[] = []
  machine.watch((e) => { if (!['note'].includes(e.kind) || e.note.kind==='user') lines.push(`${e.step} ${e.time} ${format(e, 200)}`) })
  const d = disturb(machine, { scripted: [{ when: { kind: 'message', event: 'sent', tag: '*', from: { path: '/echo' }, nth: 1 }, do: { kind: 'delay', edge: { from: {kind:'all', of:{path:'/echo'}}, to: {kind:'all', of:{path:'/hiker'}} }, by: { kind: 'constant', value: 300 }, for: 'quiet' }, atMost: 'unbounded' }], random: [], quietAfter: { kind: 'never' } }, seed)
  machine.start(function* system_root() { yield* system({ way: 'askNaively', alone: true }) } as never)
  const stop = machine.run(10000)
  console.log(seed, format(stop), d.unmatched.length, '\n' + lines.filter(l => /send|arrive|heard|exit|fault|tick/.test(l)).join('\n'))
})
