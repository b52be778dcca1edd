import type { AuthData } from '../config/model.ts'
import { rule, type Rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import type { Credentials } from './method.ts'
import { requestInfoFields, type RequestInfo, type RequestInfoField } from './request-info.ts'

const page = 'Calling an authentication server (zosConnect-2.0)'

export const serverWins = rule('credentials.server-wins', {
  status: 'documented',
  source: `${page}: Table 1, note 2`,
  says: 'credentials in server.xml override those of the program',
})

export const asPair = rule('credentials.pair', {
  status: 'assumed',
  source: `Assumed from "${page}", note 2, which speaks of credentials as a whole`,
  says: 'user and password are taken from one place together, never one from each',
})

export const fromProgram = rule('credentials.program', {
  status: 'documented',
  source: `${page}: Table 1`,
  says: 'without basicAuthRef the program supplies BAQ-TOKEN-USERNAME and BAQ-TOKEN-PASSWORD',
})

export const belowLevel = rule('credentials.comp-level', {
  status: 'assumed',
  source:
    'Assumed from "zosconnect_authToken access token related parameters": the program must set the level of the highest area it uses',
  says: 'fields above BAQ-REQUEST-INFO-COMP-LEVEL are not looked at',
})

export const lengthCounts = rule('credentials.length', {
  status: 'assumed',
  source: 'Assumed from the copybook BAQRINFO, whose -LEN fields begin as 0',
  says: 'only the first -LEN characters of a field count, blanks included, and a length of 0 means not supplied',
})

/** The text of a field as the server sees it; undefined where the program did not supply it. */
export function fieldValue(info: RequestInfo, name: RequestInfoField): string | undefined {
  const field = info.fields[name]
  if (!field || compLevelOf(info) < requestInfoFields[name].compLevel) return undefined
  const length = field.length ?? field.value.length
  return length > 0 ? field.value.padEnd(length, ' ').slice(0, length) : undefined
}

/** The level the program states, or where it states none the level its fields need. */
export function compLevelOf({ compLevel, fields }: RequestInfo): number {
  if (compLevel !== undefined) return compLevel
  const names = Object.keys(fields) as RequestInfoField[]
  return Math.max(0, ...names.map((name) => requestInfoFields[name].compLevel))
}

/** What the program or server.xml gives for user ID and password; either half may be missing. */
export interface ChosenCredentials {
  readonly from: 'server.xml' | 'program' | 'nobody'
  readonly user?: string
  readonly password?: Secret
  readonly rules: readonly Rule[]
}

/** Whose user ID and password go to the authentication server. */
export function chooseCredentials(
  authData: AuthData | undefined,
  info: RequestInfo,
): ChosenCredentials {
  if (authData) {
    const { user, password } = authData
    return {
      from: 'server.xml',
      rules: [serverWins, asPair],
      ...(user && { user: user.value }),
      ...(password && { password: password.value }),
    }
  }
  const user = fieldValue(info, 'tokenUsername')
  const password = fieldValue(info, 'tokenPassword')
  const supplied = user !== undefined || password !== undefined
  return {
    from: supplied ? 'program' : 'nobody',
    rules: [fromProgram, ...ignoredFields(info)],
    ...(user !== undefined && { user }),
    ...(password !== undefined && { password: new Secret(password) }),
  }
}

/** Both halves, or undefined. */
export const bothOf = ({ user, password }: ChosenCredentials): Credentials | undefined =>
  user === undefined || password === undefined ? undefined : { user, password }

function ignoredFields(info: RequestInfo): Rule[] {
  const fields = [info.fields.tokenUsername, info.fields.tokenPassword]
  const set = fields.filter((field) => field !== undefined)
  const needed = requestInfoFields.tokenUsername.compLevel
  return [
    ...(set.length > 0 && compLevelOf(info) < needed ? [belowLevel] : []),
    ...(set.some(({ value, length }) => length !== undefined && length !== value.length)
      ? [lengthCounts]
      : []),
  ]
}
