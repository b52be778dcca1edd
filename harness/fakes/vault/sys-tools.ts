import { createHash } from 'node:crypto'
import type { Random } from '../../seed.ts'
import { refuse, reply, unsupportedOperation, unsupportedPath, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const randomPath = /^random(?:\/([^/]+))?(?:\/(.+))?\/?$/
const hashPath = /^hash(?:\/(.+?)\/?)?$/
const mostBytes = 131_072

/**
 * Random bytes, which the seed decides, and digests; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/tools
 */
export function answerOnTools(call: Call, random: Random): Answer | undefined {
  const [, tool] = /^tools\/(.+)$/.exec(call.path) ?? []
  if (tool === undefined) return undefined
  const [drawn, first, second] = randomPath.exec(tool) ?? []
  const [hashed, algorithm] = hashPath.exec(tool) ?? []
  if (drawn === undefined && hashed === undefined) return unsupportedPath
  if (!isWrite(call.operation)) return unsupportedOperation
  return drawn === undefined ? digest(call, algorithm) : bytes(call, drawOf(first, second), random)
}

const noSealSource = 'no seal/entropy augmentation available, using platform entropy source'
const randomFields = { bytes: 'whole', format: 'text' } as const

interface Draw {
  readonly source: string
  /** How many bytes, as the path says it. */
  readonly written: string | undefined
}

const sources = new Set(['platform', 'seal', 'all'])

/** A path may say a source, a number, or both. */
const drawOf = (first = 'platform', second: string | undefined): Draw =>
  second === undefined && !sources.has(first)
    ? { source: 'platform', written: first }
    : { source: first, written: second }

function bytes(call: Call, { source, written }: Draw, random: Random): Answer {
  return answerOn(call, randomFields, ({ bytes: said = 32, format = 'base64' }) => {
    if (written !== undefined && !/^[+-]?\d+$/.test(written))
      return refuse(
        400,
        `error parsing url-set byte count: strconv.Atoi: parsing "${written}": invalid syntax`,
      )
    const count = written === undefined ? said : Number(written)
    if (count < 1) return refuse(400, "'bytes' cannot be less than 1")
    if (count > mostBytes) return refuse(400, `'bytes' should be less than ${mostBytes}`)
    if (format !== 'hex' && format !== 'base64')
      return refuse(400, `unsupported encoding format "${format}"; must be "hex" or "base64"`)
    if (!sources.has(source))
      return refuse(
        400,
        `unsupported entropy source "${source}"; must be "platform" or "seal", or "all"`,
      )
    const drawn = Buffer.from(Array.from({ length: count }, () => Math.floor(random() * 256)))
    const data = { random_bytes: drawn.toString(format) }
    return reply({ data, mountType, ...(source === 'seal' && { warnings: [noSealSource] }) })
  })
}

const algorithms: Readonly<Record<string, string>> = {
  'sha2-224': 'sha224',
  'sha2-256': 'sha256',
  'sha2-384': 'sha384',
  'sha2-512': 'sha512',
  'sha3-224': 'sha3-224',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
}

const hashFields = { input: 'text', format: 'text', algorithm: 'text' } as const

function digest(call: Call, written: string | undefined): Answer {
  return answerOn(call, hashFields, ({ input = '', format = 'hex', algorithm: said }) => {
    const named = written ?? said ?? 'sha2-256'
    const wrong = illegalBase64(input)
    if (wrong !== undefined)
      return refuse(
        400,
        `unable to decode input as base64: illegal base64 data at input byte ${wrong}`,
      )
    const algorithm = algorithms[named]
    if (algorithm === undefined) return refuse(400, `unsupported algorithm ${named}`)
    if (format !== 'hex' && format !== 'base64')
      return refuse(400, `unsupported encoding format ${format}; must be "hex" or "base64"`)
    const sum = createHash(algorithm).update(Buffer.from(input, 'base64')).digest(format)
    return reply({ data: { sum }, mountType })
  })
}

/** Where a text stops being base64; undefined where it does not. */
function illegalBase64(text: string): number | undefined {
  const [legal = ''] = /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?/.exec(text) ?? []
  if (legal.length === text.length && !legal.includes('_')) return undefined
  const stray = /[^A-Za-z0-9+/=]/.exec(text)?.index
  return stray ?? legal.length
}
