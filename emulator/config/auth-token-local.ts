import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { AuthTokenLocal, Claims, Setting } from './model.ts'
import { need } from './oauth-config.ts'
import { defaultAs, named, refuse } from './reading.ts'
import type { Source } from './reading.ts'
import { readHeader } from './values.ts'

export const localHeaderDefault = rule('config.default.local-header', {
  status: 'assumed',
  source: 'Assumed: the page How to configure a locally generated JWT would settle it',
  says: 'the local JWT goes in the header Authorization of the API request where header is not set',
})

export const localClaims = rule('config.local.claims', {
  status: 'assumed',
  source: 'Assumed: the page How to configure a locally generated JWT would settle it',
  says: 'the child claims of authTokenLocal is a JSON object of private claims',
})

/** Reads `zosconnect_authTokenLocal`. */
export function readAuthTokenLocal(source: Source): AuthTokenLocal {
  const { element } = source
  need(source, 'tokenGeneratorRef', 'write the id of a jwtBuilder')
  const tokenGeneratorRef = readReference(source, 'tokenGeneratorRef')
  const header = readHeader(source, 'header') ?? defaultAs(source, 'Authorization')
  const claims = readClaims(source)
  return {
    id: element.id,
    at: element.at,
    ...(tokenGeneratorRef && { tokenGeneratorRef }),
    header,
    ...(claims && { claims }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

const maxClaims = 64 * 1024

/** What the JSON holds is not repeated: a claim may be a secret. */
function readClaims(source: Source): Setting<Claims> | undefined {
  const child = source.element.children.find(({ name }) => name === 'claims')
  if (!child) return undefined
  const { value: text } = source.reading.variables.resolve(child.texts.join(''))
  const value = text.length <= maxClaims ? parseObject(text) : undefined
  if (value) return { value, at: child.at, from: 'written' }
  const message = `"claims" of ${named(source.element)} is not a JSON object`
  refuse(source, 'BAD-VALUE', message, child.at, 'write it as {"name": "value"}')
  return undefined
}

function parseObject(text: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
