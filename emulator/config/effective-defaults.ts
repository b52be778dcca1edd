import type { Level } from '../level.ts'
import { reaches } from '../level.ts'
import type { Rule } from '../rule.ts'
import { apiRequestersDefaults, apiRequestersLocation } from './api-requesters.ts'
import { localHeaderDefault } from './auth-token-local.ts'
import { bearerDefault, jtiDefault, tokenHeaderDefault } from './auth-token.ts'
import { assumedTimeouts, defaultPort } from './connection.ts'
import type { EffectiveElement } from './effective.ts'
import { elements } from './elements.ts'
import type { ServerConfig, Setting } from './model.ts'
import { clientIdInBody, retryCheckDefault } from './oauth-config.ts'
import type { ElementSpec } from './specs.ts'
import { specOf } from './specs.ts'
import { credentialLocationDefault, requestHeaderDefault } from './token-request.ts'
import { requestMethodDefault } from './token-request.ts'
import { tokenLocationDefault } from './token-response.ts'

/** A value that stands in no file and holds nevertheless, with the rule that says so. */
export interface EffectiveDefault {
  /** The element in it, if any, and the attribute. */
  readonly path: readonly string[]
  readonly value: string
  readonly rule: Rule
}

/** Which rule gives an attribute its default, by the keys of the model; only those that decide something. */
interface DefaultRules {
  readonly [key: string]: Rule | DefaultRules
}

const timeouts = { connectionTimeoutMs: assumedTimeouts, receiveTimeoutMs: assumedTimeouts }

const rulesOf: Readonly<Record<string, DefaultRules>> = {
  zosconnect_endpointConnection: { port: defaultPort, ...timeouts },
  zosconnect_authorizationServer: timeouts,
  zosconnect_authToken: {
    header: tokenHeaderDefault,
    useBearerScheme: bearerDefault,
    cacheTokensWithJti: jtiDefault,
    tokenRequest: {
      credentialLocation: credentialLocationDefault,
      header: requestHeaderDefault,
      requestMethod: requestMethodDefault,
    },
    tokenResponse: { tokenLocation: tokenLocationDefault },
  },
  zosconnect_authTokenLocal: { header: localHeaderDefault },
  zosconnect_oAuthConfig: { tokenRetryCheckLevel: retryCheckDefault },
  zosconnect_oAuthTokenConfig: { includeClientIdInBody: clientIdInBody },
  zosconnect_apiRequesters: { location: apiRequestersLocation, idAssertion: apiRequestersDefaults },
}

/** The defaults that hold in an element, as the reader of the configuration took them. */
export function defaultsOf(
  { name, id }: EffectiveElement,
  config: ServerConfig,
  level: Level,
): readonly EffectiveDefault[] {
  const rules = rulesOf[name]
  const model = rules && modelOf(config, name, id)
  const spec = specOf(elements, name)
  return model && spec ? [...collect(model, rules, spec, level)] : []
}

type Model = Readonly<Record<string, unknown>>

function modelOf(config: ServerConfig, name: string, id: string): Model | undefined {
  const found = {
    zosconnect_endpointConnection: config.connections.get(id),
    zosconnect_authorizationServer: config.authorizationServers.get(id),
    zosconnect_authToken: config.authTokens.get(id),
    zosconnect_authTokenLocal: config.authTokensLocal.get(id),
    zosconnect_oAuthConfig: config.oAuthConfigs.get(id),
    zosconnect_oAuthTokenConfig: config.oAuthTokenConfigs.get(id),
    zosconnect_apiRequesters: config.apiRequesters,
  }[name]
  return found && { ...found }
}

function* collect(
  model: Model,
  rules: DefaultRules,
  spec: ElementSpec,
  level: Level,
): Generator<EffectiveDefault> {
  for (const [key, rule] of Object.entries(rules)) {
    const found = model[key]
    const name = key.replace(/Ms$/, '')
    const child = specOf(spec.children, key)
    if (child && isModel(found)) {
      for (const each of collect(found, rule as DefaultRules, child, level))
        yield { ...each, path: [name, ...each.path] }
    } else if (
      isDefault(found) &&
      reaches(level, spec.attributes[name]?.since) &&
      !isIdle(model, key)
    )
      yield { path: [name], value: textOf(key, found.value), rule: rule as Rule }
  }
}

const isModel = (value: unknown): value is Model => typeof value === 'object' && value !== null

const isDefault = (value: unknown): value is Setting<unknown> =>
  isModel(value) && value['from'] === 'default'

/** The header of credentials means nothing where they are in the body. */
const isIdle = ({ credentialLocation }: Model, key: string): boolean =>
  key === 'header' && isModel(credentialLocation) && credentialLocation['value'] === 'body'

function textOf(key: string, value: unknown): string {
  if (!key.endsWith('Ms')) return String(value)
  const ms = Number(value)
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
