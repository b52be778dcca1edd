import {
  levelText,
  planConnection,
  planContext,
  type Level,
  type ServerConfig,
} from '../../emulator/index.ts'
import { apiServers, callOf, type Drafted } from './api-server.ts'
import { gatherServers, type Gathered } from './gather.ts'
import { testPassword, type Draft, type LeftOut } from './model.ts'
import { proxyServers } from './proxy-servers.ts'
import { draftToken } from './token-draft.ts'
import { whyNot } from './why-not.ts'

export interface DraftOptions {
  /** The path of server.xml as the scenario file will name it. */
  readonly file: string
  readonly level: Level
  /** This connection alone; all where absent. */
  readonly connection?: string
}

/** Makes a scenario of a configuration: a fake for each of its servers, and a call through each connection. */
export function draftScenario(
  config: ServerConfig,
  { file, level, connection }: DraftOptions,
): Draft {
  const { planned, leftOut } = draftConnections(config, level, connection)
  const { reached, left } = apart(planned)
  const issuers = issuersOf(reached)
  const others = [...apiServers(reached, issuers, config), ...reached.flatMap(proxyServers)]
  const all = gatherServers([...issuers.values(), ...others])
  return {
    config: file,
    level: levelText(level),
    dropins: passwordDropins(reached),
    needsUser: reached.some(({ tokens }) => tokens.some(({ needsUser }) => needsUser)),
    services: new Map([...all.values()].map((server) => [server.name, server])),
    calls: reached.map((each) => callOf(each, issuers, config)),
    leftOut: [...leftOut, ...left],
  }
}

const issuersOf = (drafted: readonly Drafted[]): Gathered =>
  gatherServers(drafted.flatMap(({ tokens }) => tokens.flatMap(({ server }) => server ?? [])))

function draftConnections(config: ServerConfig, level: Level, only: string | undefined) {
  const context = planContext(level)
  const planned: Drafted[] = []
  const leftOut: LeftOut[] = []
  for (const id of config.connections.keys()) {
    if (only !== undefined && id !== only) continue
    const plan = planConnection(config, id, context)
    if (plan.kind === 'refusal') leftOut.push({ connection: id, reason: plan.message })
    else planned.push({ plan, tokens: plan.tokens.map(draftToken) })
  }
  return { planned, leftOut }
}

/** The connections a call can be drafted for, and the others with the reason. */
function apart(planned: readonly Drafted[]) {
  const issuers = issuersOf(planned)
  const reached: Drafted[] = []
  const left: LeftOut[] = []
  for (const each of planned) {
    const reason = whyNot(each, planned, issuers)
    if (reason === undefined) reached.push(each)
    else left.push({ connection: each.plan.connection, reason })
  }
  return { reached, left }
}

/** Drop-ins that keep production passwords out of the fakes, and the fakes' out of production. */
function passwordDropins(drafted: readonly Drafted[]): readonly string[] {
  const ids = drafted.flatMap(({ tokens }) => tokens.flatMap(({ passwordsOf }) => passwordsOf))
  if (ids.length === 0) return []
  const elements = [...new Set(ids)].map(
    (id) => `  <zosconnect_authData id="${attribute(id)}" password="${testPassword}"/>\n`,
  )
  return [`<server>\n${elements.join('')}</server>\n`]
}

const attribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
