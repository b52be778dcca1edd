import type { ServerConfig } from '../config/model.ts'
import { suggestName } from '../nearest.ts'
import { rule, type Rule } from '../rule.ts'

const page = 'The MODIFY command (zosConnect-2.0)'

export const commandForm = rule('operator.form', {
  status: 'documented',
  source: page,
  says: 'MODIFY jobname,ZCON, is followed by REFRESH, CLEARTOKENCACHE or CLEARSAFCACHE; HELP stands without ZCON',
})

export const clearsTokens = rule('operator.clear-token-cache', {
  status: 'documented',
  source: page,
  says: 'CLEARTOKENCACHE empties the token cache of the server whose job the command names',
})

export const needsFeature = rule('operator.feature', {
  status: 'documented',
  source: page,
  says: 'the command needs the feature zosconnect:zosConnectCommands-1.0',
})

export const refreshKeepsTokens = rule('operator.refresh', {
  status: 'assumed',
  source: `Assumed: "${page}" lists what REFRESH loads again and tokens are not in the list`,
  says: 'REFRESH leaves the token cache as it is',
})

export const reloadKeepsTokens = rule('operator.reload', {
  status: 'assumed',
  source: 'Assumed: no page says what a changed server.xml does to cached tokens',
  says: 'a changed server.xml leaves the token cache as it is; what changed in the key of a token makes it one that nobody finds',
})

export const folded = rule('operator.case', {
  status: 'assumed',
  source: 'Assumed: the console folds what is typed',
  says: 'upper and lower case do not matter in a command',
})

export const ownText = rule('operator.text', {
  status: 'assumed',
  source: `Assumed: "${page}" shows no output and no message ids`,
  says: 'what the console shows is worded by baqlab',
})

/** A MODIFY command taken apart: the job it names and what follows. */
export interface OperatorCommand {
  readonly job: string
  readonly words: readonly string[]
}

/** What the console shows, whether the command was carried out, and how many tokens it removed. */
export interface OperatorReply {
  readonly accepted: boolean
  readonly text: string
  readonly cleared: number
  readonly rules: readonly Rule[]
}

const modify = /^(?:F|MODIFY)\s+([A-Z$#@][A-Z0-9$#@]{0,7})(?:\.[A-Z0-9$#@]{1,8})?,(.+)$/

/** Reads a command as an operator types it; undefined where it is no MODIFY of a job. */
export function readCommand(text: string): OperatorCommand | undefined {
  const match = modify.exec(text.trim().toUpperCase())
  if (!match) return undefined
  return { job: match[1]!, words: match[2]!.split(',').map((word) => word.trim()) }
}

const options = ['REFRESH', 'CLEARTOKENCACHE', 'CLEARSAFCACHE']
const usage = `HELP | ZCON,${options.join(' | ZCON,')}`
const featureName = 'zosconnect:zosConnectCommands-1.0'

/** What a command does to the server it was addressed to; `clear` empties its token cache. */
export function operate(text: string, config: ServerConfig, clear: () => number): OperatorReply {
  const command = readCommand(text)
  if (!command) return refused(`not a command: write F jobname,${usage}`)
  const { words } = command
  if (isLibertyClear(words)) return done('authenticated users cleared')
  if (!hasCommands(config)) return refused(`the server.xml lacks the feature ${featureName}`)
  if (words[0] === 'HELP' && words.length === 1) return done(usage)
  if (words[0] !== 'ZCON')
    return refused(`"${words[0]}" is not an option: ${suggestName(words[0]!, ['ZCON', 'HELP'])}`)
  if (words.length !== 2) return refused(`one option follows ZCON: write ${usage}`)
  switch (words[1]) {
    case 'CLEARTOKENCACHE': {
      const cleared = clear()
      return { ...done(`token cache cleared, ${cleared} entries`, clearsTokens), cleared }
    }
    case 'REFRESH':
      return done('refreshed', refreshKeepsTokens)
    case 'CLEARSAFCACHE':
      return done('SAF cache cleared')
    default:
      return refused(`"${words[1]}" is not an option: ${suggestName(words[1]!, options)}`)
  }
}

const hasCommands = ({ features }: ServerConfig): boolean =>
  features.some(({ value }) => value.toLowerCase() === featureName.toLowerCase())

/** Liberty's own command, which needs no feature and clears authenticated users and no token. */
const isLibertyClear = (words: readonly string[]): boolean => words.join(',') === 'CACHE,CLEAR,AUTH'

const done = (text: string, ...rules: readonly Rule[]): OperatorReply => ({
  accepted: true,
  text,
  cleared: 0,
  rules: [commandForm, folded, ownText, ...rules],
})

const refused = (text: string): OperatorReply => ({
  accepted: false,
  text,
  cleared: 0,
  rules: [commandForm, needsFeature, ownText],
})
