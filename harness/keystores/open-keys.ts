import type { ReadFile, ServerConfig, JwtBuilder } from '../../emulator/config/index.ts'
import type { HttpRequest, PlanContext, Problem, SigningKey, TlsUse } from '../../emulator/index.ts'
import type { ClientIdentity } from '../network/client-certificate.ts'
import type { Scenario, ScenarioCode, Step } from '../scenario/model.ts'
import { clientIdentityOf } from './client-identity.ts'
import { KeyStores } from './key-stores.ts'
import { buildersUsed, connectionsUsed, tlsUsed } from './needed.ts'
import { signingKeyOf } from './signing.ts'
import { noteTestKeys } from './trust-store.ts'

export interface OpenKeysParts {
  readonly scenario: Scenario
  /** The first configuration, and those in force at each step. */
  readonly config: ServerConfig
  readonly configs: ReadonlyMap<Step, ServerConfig>
  readonly readFile: ReadFile
  readonly context: PlanContext
}

/** The keys of a world, and what is wrong with them. */
export interface OpenKeys {
  readonly signing: ReadonlyMap<JwtBuilder, SigningKey>
  /** What a request can prove itself with to a server that asks. */
  readonly identityOf: (request: HttpRequest) => ClientIdentity | undefined
  readonly problems: readonly Problem<ScenarioCode>[]
}

/** Opens the key stores that the calls of a scenario need, and no others. */
export async function openKeys(parts: OpenKeysParts): Promise<OpenKeys> {
  const { scenario, config, configs, readFile, context } = parts
  const signing = new Map<JwtBuilder, SigningKey>()
  const problems: Problem<ScenarioCode>[] = []
  const identities = new Map<string, ClientIdentity>()
  const asked = scenario.services.some(
    ({ clientCertificate, options }) => clientCertificate || options.kind === 'outside',
  )
  for (const each of new Set([config, ...configs.values()])) {
    const stores = new KeyStores({ config: each, sources: scenario.keystores, readFile })
    const connections = connectionsUsed(scenario, each, configs)
    const used = buildersUsed(each, connections, context)
    for (const builder of used) {
      const key = await signingKeyOf(builder, { stores, now: scenario.start, problems })
      if (key) signing.set(builder, key)
    }
    for (const tls of asked ? tlsUsed(each, connections, context) : []) {
      const identity = await clientIdentityOf(tls, { stores, now: scenario.start, problems })
      if (identity) identities.set(nameOf(tls), identity)
    }
    if (scenario.services.some(({ options }) => options.kind === 'inbound'))
      problems.push(...(await noteTestKeys(each, stores)))
    problems.push(...stores.problems)
  }
  const identityOf = ({ tls }: HttpRequest) => tls && identities.get(nameOf(tls))
  return { signing, identityOf, problems }
}

/** What tells one use of a key store apart from all others, in every configuration of a scenario. */
const nameOf = ({ keyStore, alias, at }: TlsUse): string =>
  JSON.stringify([at.file, keyStore, alias ?? null])
