export { via, whereIs } from './address.ts'
export type { Address, ServerProtocol, ServerRef, StartName, Via, ViaModule } from './address.ts'
export { start, startLink, startMonitor } from './behaviour.ts'
export type { Behaviour, StartOptions } from './behaviour.ts'
export { checkChildspecs, child, template } from './child-spec.ts'
export type {
  AutoShutdown,
  CheckedSpec,
  ChildOptions,
  ChildSpec,
  ChildType,
  Restart,
  Shutdown,
  StartContext,
  StartFunction,
} from './child-spec.ts'
export { replyTo } from './from.ts'
export type { From } from './from.ts'
export type { CallFailure, CallMessage, CastMessage, TimeLimit } from './gen.ts'
export { call, callWithin, cast, enterLoop, genServer, stopServer } from './gen-server.ts'
export type { GenServer, RefTo } from './gen-server.ts'
export type {
  AnyCall,
  AnyCast,
  ArgsOf,
  CallHandler,
  CallRequest,
  CallResult,
  CastHandler,
  CastRequest,
  CastResult,
  GenServerDefinition,
  Handled,
  InitResult,
  ReplyOf,
} from './gen-server-types.ts'
export { named } from './names.ts'
export { initAck, initFail, startProcess, stopProcess } from './proc-lib.ts'
export type { LaunchOptions, StartResult } from './proc-lib.ts'
export {
  checkAnyResponse,
  checkResponse,
  receiveAnyResponse,
  receiveResponse,
  reqidsAdd,
  reqidsNew,
  reqidsSize,
  reqidsToList,
  sendRequest,
  waitAnyResponse,
  waitResponse,
} from './requests.ts'
export type { AnyResponse, Labelled, RequestId, RequestIds, Response } from './requests.ts'
export { failed, ignore, noreply, ok, reply, stop, withFrom } from './results.ts'
export type {
  Afterwards,
  Decision,
  Failed,
  InitStop,
  NoReply,
  Ok,
  Reply,
  Stop,
  WithFrom,
} from './results.ts'
export { supervisor } from './supervisor.ts'
export type { Supervisor } from './supervisor.ts'
export {
  countChildren,
  deleteChild,
  getChildspec,
  restartChild,
  startChild,
  terminateChild,
  whichChildren,
} from './supervisor-calls.ts'
export type { AdminResult, ChildCounts, ChildInfo, StartChildResult } from './supervisor-calls.ts'
export type { Strategy as RestartStrategy, SupervisorOptions } from './supervisor-state.ts'
export { tagOf } from './tag.ts'
