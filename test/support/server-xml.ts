import type { ConfigCode, ConfigProblem, ReadConfig } from '../../emulator/config/model.ts'
import type { ReadConfigOptions } from '../../emulator/config/read-options.ts'
import { readServerConfig } from '../../emulator/config/read.ts'
import { newestKnownLevel } from '../../emulator/level.ts'

/** A server.xml with the feature of API requesters and the elements that are given, one a line. */
export const serverXml = (...elements: readonly string[]): string =>
  [
    '<server>',
    '<featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>',
    ...elements,
    '</server>',
  ].join('\n')

/** A connection with one token, without a problem; attributes that are given replace its own. */
export function tokenXml(parts: {
  readonly token?: string
  readonly request?: string
  readonly response?: string
}): readonly string[] {
  const {
    token = '',
    request = 'credentialLocation="header" requestMethod="POST"',
    response = 'tokenLocation="header" header="X-Token"',
  } = parts
  return [
    '<zosconnect_endpointConnection id="conn" host="https://api.example.com" port="8000" authenticationConfigRef="tok"/>',
    `<zosconnect_authToken id="tok" authServerRef="srv" ${token}>`,
    `<tokenRequest ${request}/>`,
    `<tokenResponse ${response}/>`,
    '</zosconnect_authToken>',
    '<zosconnect_authorizationServer id="srv" tokenEndpoint="https://vault.example.com/login"/>',
  ]
}

/** Reads the text of a server.xml, in memory. */
export const readText = (
  text: string | Uint8Array,
  options: Partial<ReadConfigOptions> = {},
): ReadConfig =>
  readServerConfig({
    file: 'server.xml',
    readFile: () => (typeof text === 'string' ? new TextEncoder().encode(text) : text),
    level: newestKnownLevel,
    ...options,
  })

/** Reads a server.xml of the elements that are given. */
export const readElements = (...elements: readonly string[]): ReadConfig =>
  readText(serverXml(...elements))

/** The Problems of one code. */
export const withCode = ({ problems }: ReadConfig, code: ConfigCode): readonly ConfigProblem[] =>
  problems.filter((problem) => problem.code === code)

/** Every Problem as `severity CODE line:col`, short enough for a table. */
export const summary = ({ problems }: ReadConfig): readonly string[] =>
  problems.map(({ severity, code, at }) => `${severity} ${code} ${at?.line}:${at?.col}`)
