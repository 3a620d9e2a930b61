/** What a process runs. */
export type Behaviour = (typeof BEHAVIOURS)[number]

/** The behaviours that selectors may name; `process` is a bare spawn. */
export const BEHAVIOURS = [
  'gen_server',
  'gen_statem',
  'gen_event',
  'supervisor',
  'dynamic_supervisor',
  'partition_supervisor',
  'task',
  'agent',
  'registry',
  'application',
  'process',
] as const
