export { checkAccess, type AccessDecision, type AccessRequest } from './access.ts'
export { findFilter, type DistributedIdentity, type FilterMatch } from './filters.ts'
export {
  accessLevels,
  foldId,
  foldProfile,
  noDefinitions,
  safClasses,
  type AccessLevel,
  type DistributedFilter,
  type RacfCode,
  type RacfProblem,
  type SafClass,
  type SafDefinitions,
  type SafProfile,
  type SafUser,
} from './model.ts'
export { readRacfCommands, type ReadCommands } from './racf-commands.ts'
