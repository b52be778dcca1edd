import { keys, mapOf, text } from './leaf.ts'
import { as, requestSchema } from './steps.ts'
import { duration, jobName, path } from './values.ts'

const {
  connection,
  api,
  path: requestPath,
  parameters,
  method,
  headers,
  query,
  body,
} = requestSchema.shape

/** A call as a program says it to a world that runs; a named request, or a whole one. */
export const liveCallSchema = keys({
  request: text
    .optional()
    .describe('Name of a request of the scenario; what was captured is filled in.'),
  connection,
  api,
  parameters,
  method,
  path: requestPath.optional(),
  headers,
  query,
  body,
  requestInfo: as.optional().describe('BAQ-REQUEST-INFO as the program fills it.'),
  as: as.optional().describe('The same under the name scenarios use.'),
  server: jobName.optional().describe('The z/OS Connect server it goes to, by job name.'),
  program: text.optional().describe('The program that calls, for balance: perProgram.'),
  timeout: duration.optional().describe('BAQTIMEOUT of this call.'),
  capture: mapOf(path)
    .optional()
    .describe('Name to path into the response, for later named requests. It is secret.'),
})
