export { Composite, Operation, timeout } from '../machine/index.ts'
export type {
  AliasMode,
  Body,
  BodyFunction,
  MonitorOptions,
  Performable,
  ProcessInfo,
  ProcessLabel,
  SpawnOptions,
  Timeout,
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
  isTimeout,
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
  SupervisorSpec,
  TimeoutMessage,
} from '../record/index.ts'
export { erase, get, put } from './dictionary.ts'
export { exit, raise } from './exit.ts'
export { isAlive, processes, processInfo } from './info.ts'
export { demonitor, link, monitor, unlink } from './link.ts'
export { name, register, registered, unregister, whereis } from './names.ts'
export { receive, sleep } from './receive.ts'
export type { ReceiveOptions } from './receive.ts'
export { giveWay, makeRef, now, parent, random, randomInt, self, trapExit } from './self.ts'
export { alias, send, unalias } from './send.ts'
export { callback, misuse, note, point, publish } from './show.ts'
export { spawn, spawnLink, spawnMonitor, spawnOpt } from './spawn.ts'
export type { Spawned } from './spawn.ts'
export { cancelTimer, readTimer, sendAfter, startTimer } from './timer.ts'
export type { TimerTarget } from './timer.ts'
