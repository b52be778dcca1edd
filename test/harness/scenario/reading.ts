import {
  readScenarios,
  type ReadScenarios,
  type Scenario,
} from '../../../harness/scenario/index.ts'

interface Reading {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly level?: string
  readonly rules?: readonly string[]
}

/** Reads a text as `s.yaml` beside a server.xml and the files given. */
export function read(
  text: string,
  { files = {}, env = {}, level, rules }: Reading = {},
): ReadScenarios {
  const all: Readonly<Record<string, string>> = {
    's.yaml': text,
    'server.xml': '<server/>',
    ...files,
  }
  return readScenarios({
    file: 's.yaml',
    readFile: (path) => (all[path] === undefined ? undefined : new TextEncoder().encode(all[path])),
    env: (name) => env[name],
    ...(level !== undefined && { level }),
    ...(rules && { rules: new Set(rules) }),
  })
}

/** Problems as `CODE line:col+length message`; those of other files begin with their name. */
export function problemsOf(text: string, reading?: Reading): string[] {
  return read(text, reading).problems.map(({ code, message, at }) => {
    const file = at?.file === 's.yaml' ? '' : `${at?.file ?? 'nowhere'} `
    return `${file}${code} ${at?.line}:${at?.col}+${at?.length} ${message}`
  })
}

/** The one scenario of a text without a Problem. */
export function one(text: string, reading?: Reading): Scenario {
  const { scenarios, problems } = read(text, reading)
  if (scenarios.length !== 1 || problems.length > 0) throw new Error(JSON.stringify(problems))
  return scenarios[0]!
}

/** Everything a file needs but steps, on lines 1 to 9. */
export const head = `scenario: tokens are kept
config: server.xml
services:
  vault: { kind: vault, at: 'https://vault.example.com:8200', approle: { ims: { roleId: r } } }
  login: { kind: jwt, for: authServer, users: { ims: sesame } }
  mesh: { kind: api, at: 'https://mesh.example.com', routes: { GET /a: , POST /b: { name: b } } }
requests:
  secret: { connection: v, path: /v1/secret/data/a }
steps:
`

/** A file of one call with these expectations on line 10. */
export const expecting = (expect: string): string =>
  `${head}  - { call: secret, expect: ${expect} }\n`
