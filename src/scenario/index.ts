export { BEHAVIOURS, type Behaviour } from './behaviours.ts'
export { compile, type Modules, type SystemFunction } from './compile.ts'
export { defineScenario, type DefineOptions } from './define.ts'
export { discover, isScenarioFile } from './discover.ts'
export { loadScenario, type LoadedScenario } from './load.ts'
export {
  formatProblems,
  locate,
  parseScenario,
  problemAt,
  type BrokenScenario,
  type ParsedScenario,
  type ParseOptions,
  type Place,
  type SourceText,
} from './parse.ts'
export { patternsOf, type PatternPlace } from './patterns.ts'
export {
  SECTIONS,
  type After,
  type Claim,
  type CountedEnd,
  type Eventuality,
  type Goal,
  type Invariant,
  type LawChoice,
  type PropertyPlan,
  type Section,
} from './property.ts'
export {
  DEFAULTS,
  KNOWN_STRATEGIES,
  STRATEGIES,
  type Budget,
  type Delivery,
  type Expectation,
  type KnownStrategy,
  type Load,
  type Request,
  type Scenario,
  type Search,
  type StrategyShare,
  type SystemUnderTest,
} from './scenario.ts'
export type {
  ActionSource,
  ClaimSource,
  ComparisonSource,
  DelaySource,
  DurationText,
  EdgeSource,
  LoadSource,
  PatternSource,
  PropertiesSource,
  RandomSource,
  ScenarioSource,
  ScriptedSource,
  SelectorSource,
  TriggerSource,
} from './source.ts'
export type { Term } from './term.ts'
export { toYaml, type YamlOptions } from './to-yaml.ts'
export { unmatched, type Searched } from './unmatched.ts'
