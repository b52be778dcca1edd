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

const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text

/** Reads the text of a server.xml, in memory. */
export const readText = (
  text: string | Uint8Array,
  options: Partial<ReadConfigOptions> = {},
): ReadConfig =>
  readServerConfig({
    file: 'server.xml',
    readFile: (path) => (path === 'server.xml' ? bytesOf(text) : undefined),
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

/** Every Problem as an administrator reads it: what is wrong, and what to try. */
export const said = ({ problems }: ReadConfig): readonly string[] =>
  problems.map(({ message, tries }) => [message, ...tries].join(' | '))

/** Files of a server by their paths, texts or bytes. */
export type ServerFiles = Readonly<Record<string, string | Uint8Array>>

/** What a reader needs of a disk that is a table of paths. */
export const filesOptions = (files: ServerFiles): ReadConfigOptions => ({
  file: 'server.xml',
  level: newestKnownLevel,
  readFile: (path) => {
    const found = Object.hasOwn(files, path) ? files[path]! : undefined
    return typeof found === 'string' ? new TextEncoder().encode(found) : found
  },
  listFolder: (folder) => {
    const prefix = folder === '' ? '' : `${folder}/`
    const names = Object.keys(files)
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).replace(/(?<=\/).*$/s, ''))
    return names.length === 0 ? undefined : [...new Set(names)]
  },
})

/** Reads a server whose files are given. */
export const readFiles = (
  files: ServerFiles,
  options: Partial<ReadConfigOptions> = {},
): ReadConfig => readServerConfig({ ...filesOptions(files), ...options })
