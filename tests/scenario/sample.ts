/** The laws that the tests of this folder know: names only, the laws themselves live elsewhere. */
export const laws = [
  'restart_order',
  'reverse_shutdown',
  'restart_intensity',
  'no_orphans',
  'every_call_settles',
]

/** The scenario that the guide shows, in strategies that are available. */
export const sample = `# yaml-language-server: $schema=../../schema/scenario.schema.json
scenario: pool survives a worker crash in mid-call
why: A caller must get a reply or an exit reason, never silence.
system: { module: ./pooly.ts, export: system, args: { workers: 5 } }
budget: { seeds: 2000, steps: 5000, virtual: 10m }
search: { portfolio: { uniform: 4, priorities: 2, chain: 1 }, swarm: true }
workload:
  - { clients: 8, call: pool.checkout, think: { exponential: 50ms }, timeout: 2s }
faults:
  scripted:
    - when: { sent: reserve, from: /app/pool, to: "/app/pool/*", nth: 2 }
      do: { kill: $event.to }
    - when: { phase: init, of: "/app/pool/*", life: ">= 1" }
      do: { pause: $event.process, for: 3s }
  random:
    - { kill: { one_of: "/app/pool/*" }, rate: 1/500 steps, at_most: 3 }
  quiet_after: 60%
properties:
  laws: all
  always: [ { mailbox: "/app/pool/*", at_most: 16 } ]
  eventually: [ { alive: "/app/pool/*", count: 5, within: 30s, after: quiet } ]
  sometimes: [ { down: "/app/pool/*", count: ">= 2", at_least: 5 seeds } ]
expect: holds            # or: { violated: every_call_settles } for a known bug
`
