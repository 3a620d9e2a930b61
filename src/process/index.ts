export { Composite, Operation, timeout } from '../machine/index.ts'
export type {
  AliasMode,
  Body,
  BodyFunction,
  MonitorOptions,
  Performable,
  Priority,
  ProcessInfo,
  ProcessLabel,
  ReplyWish,
  SpawnOptions,
  SpawnRequestOptions,
  Timeout,
  TimerQuery,
} from '../machine/index.ts'
export {
  crash,
  ErlangError,
  errorTerm,
  ExitError,
  isCrash,
  isDown,
  isExit,
  isName,
  isOrderly,
  isPid,
  isRef,
  isSpawnReply,
  isTimeout,
  isTimerAnswer,
  reasonOf,
} from '../record/index.ts'
export type {
  AnyPid,
  ChildSummary,
  Crash,
  DownMessage,
  ExitMessage,
  Name,
  Note,
  Pid,
  Reason,
  Ref,
  SpawnReplyMessage,
  SupervisorSpec,
  TimeoutMessage,
  TimerAnswerMessage,
} from '../record/index.ts'
export { erase, get, put } from './dictionary.ts'
export { exit, raise } from './exit.ts'
export { getLabel, isAlive, processes, processInfo, setLabel } from './info.ts'
export { demonitor, link, monitor, unlink } from './link.ts'
export { name, register, registered, unregister, whereis } from './names.ts'
export { hibernate, receive, sleep } from './receive.ts'
export type { ReceiveOptions } from './receive.ts'
export {
  giveWay,
  groupLeader,
  makeRef,
  now,
  parent,
  processFlag,
  random,
  randomInt,
  self,
  setGroupLeader,
  trapExit,
} from './self.ts'
export { alias, send, unalias } from './send.ts'
export { callback, misuse, note, point, publish } from './show.ts'
export {
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  spawnRequest,
  spawnRequestAbandon,
} from './spawn.ts'
export type { Spawned } from './spawn.ts'
export { cancelTimer, readTimer, sendAfter, startTimer } from './timer.ts'
export type { TimerAnswer, TimerOptions, TimerTarget } from './timer.ts'
