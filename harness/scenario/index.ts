export { scenarioJsonSchema } from './json-schema.ts'
export type * from './model.ts'
export { readScenarios, type ReadScenarios, type ReadScenariosOptions } from './read.ts'
