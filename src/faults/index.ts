export { tagOf } from '../otp/index.ts'
export { disturb } from './disturbance.ts'
export type { Disturbance, DisturbanceOptions, FaultTally, StrikeList } from './disturbance.ts'
export { comparisonText, compares, type Comparison } from './comparison.ts'
export { isScripted } from './fault.ts'
export type {
  Action,
  AtMost,
  Delay,
  Fault,
  FaultPlan,
  HoldEnd,
  Lasting,
  MessageEvent,
  Nth,
  Phase,
  QuietAfter,
  RandomFault,
  Rate,
  ScriptedFault,
  Trigger,
} from './fault.ts'
export { faultText } from './fault-text.ts'
export { crash, delay, exit, hold, initFails, kill, pause, slow } from './fault-words.ts'
export type { DelayGiven } from './fault-words.ts'
export { parseRate } from './moment-words.ts'
export type { MomentGiven } from './moment-words.ts'
export { patternInFull, select, supervises } from './selector.ts'
export type {
  AllOf,
  Edge,
  EventProcess,
  Party,
  Pattern,
  Role,
  Selector,
  SomeOf,
} from './selector.ts'
export { allOf, nOf, oneOf } from './selector-words.ts'
export type { EdgeGiven, PartyGiven, PatternGiven, WhomGiven } from './selector-words.ts'
export { strikeText } from './strike.ts'
export type { Blow, Named, Strike, Where } from './strike.ts'
export { atPoint, handled, phase, received, sent } from './trigger-words.ts'
export type { MessageGiven, OwnPhase, PhaseGiven } from './trigger-words.ts'
