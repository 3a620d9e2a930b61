export { CAPSULE_SCHEMA } from './capsule.ts'
export type { Capsule, Checkpoint, Deviation } from './capsule.ts'
export { ErlangError, errorTerm, ExitError } from './errors.ts'
export type {
  ArriveEvent,
  CallOutcome,
  ChildSummary,
  ExitEvent,
  FaultEvent,
  Happening,
  Moment,
  MonitorEvent,
  Note,
  NoteEvent,
  ReceiveEvent,
  ReportLevel,
  SendEvent,
  SignalKind,
  SpawnEvent,
  SupervisorSpec,
  TimerEvent,
  TraceEvent,
} from './event.ts'
export { isDown, isExit, isSpawnReply, isTimeout, isTimerAnswer } from './messages.ts'
export type {
  DownMessage,
  ExitMessage,
  SpawnReplyMessage,
  TimeoutMessage,
  TimerAnswerMessage,
} from './messages.ts'
export { isName, isPid, isRef, nameOf, OUTSIDE, THIS_NODE } from './pid.ts'
export type { AnyPid, Name, Pid, Ref } from './pid.ts'
export { crash, formatReason, isCrash, isOrderly, isPair } from './reason.ts'
export type { Crash, Reason } from './reason.ts'
export { Recording } from './recording.ts'
export type { RecordingMode } from './recording.ts'
export { reasonOf } from './thrown.ts'
