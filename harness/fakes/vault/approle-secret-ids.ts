import type { Random } from '../../seed.ts'
import {
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  type Answer,
} from './answer.ts'
import { areWithin, wrongBlock } from './bound-cidrs.ts'
import { isWrite, type Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { Role } from './approle-role.ts'
import { issuedFields, lookedUpFields } from './secret-ids.ts'
import { pageFields } from './kv-keys.ts'
import { answerOn, readTyped, type Typed } from './typed-fields.ts'

/** A path below a role at which its secret ids are made, looked up and destroyed. */
export type SecretIdPath =
  | 'secret-id'
  | 'custom-secret-id'
  | 'secret-id/lookup'
  | 'secret-id/destroy'
  | 'secret-id-accessor/lookup'
  | 'secret-id-accessor/destroy'

interface Place {
  /** The role as the request names it. */
  readonly name: string
  readonly what: SecretIdPath
  /** Absent where there is no such role. */
  readonly role: Role | undefined
  /** All roles there, whose secret ids are found by their accessors alone. */
  readonly others: readonly Role[]
  /** The longest that a secret id may last there. */
  readonly longestMs: number
}

/** Why a text has no hash: it is too long for one. */
export const hashless = (text: string, what: string): Answer | undefined =>
  Buffer.byteLength(text) > 4096
    ? refuse(500, listed(`failed to ${what} secret_id: value is longer than maximum of 4096 bytes`))
    : undefined

const mountType = 'approle'

/** Answers on the secret ids of a role. */
export function answerOnSecretId(call: Call, place: Place, random: Random): Answer {
  const { what, role } = place
  if (what === 'secret-id' && call.operation === 'list') return listAccessors(place)
  const deletes = call.operation === 'delete' && what.endsWith('/destroy')
  if (!isWrite(call.operation) && !deletes) return unsupportedOperation
  if (what === 'secret-id' || what === 'custom-secret-id') return create(call, place, random)
  const ofAccessor = what.startsWith('secret-id-accessor')
  const field = ofAccessor ? 'secret_id_accessor' : 'secret_id'
  return answerOn(call, { [field]: 'text' }, (fields) => {
    const text = fields[field]
    if (!text) return refuse(400, `missing ${field}`)
    if (!role) return refuse(500, listed(`role "${place.name}" does not exist`))
    const { secretIds } = role
    const refused = ofAccessor ? undefined : hashless(text, 'create HMAC of')
    if (refused) return refused
    const found = ofAccessor ? secretIds.findByAccessor(text) : secretIds.find(text)
    if (!found) return ofAccessor ? ofNoSecretId(text, role, place) : noContent
    if (what.endsWith('/lookup')) return reply({ data: lookedUpFields(found), mountType })
    secretIds.destroy(found)
    return noContent
  })
}

/** An accessor that finds nothing there, or the secret id of another role that keeps its own as this one does. */
function ofNoSecretId(accessor: string, role: Role, { what, others }: Place): Answer {
  const looks = what.endsWith('/lookup')
  const isLocal = (each: Role) => each.options.hasLocalSecretIds ?? false
  const isOthers = others.some(
    (other) => isLocal(other) === isLocal(role) && other.secretIds.findByAccessor(accessor),
  )
  if (isOthers) return looks ? noContent : refuse(403, 'invalid secret id accessor')
  const error = `failed to find accessor entry for secret_id_accessor: "${accessor}"`
  return looks ? reply({ data: { error } }, 404) : refuse(500, listed(error))
}

function listAccessors({ name, role }: Place): Answer {
  if (!role) return refuse(400, `role "${name}" does not exist`)
  const keys = role.secretIds.accessors
  return keys.length === 0 ? notFound : reply({ data: { keys: keys.toSorted() }, mountType })
}

const newSecretId = {
  metadata: 'text',
  cidr_list: 'texts',
  token_bound_cidrs: 'texts',
  num_uses: 'whole',
  ttl: 'duration',
} as const

function create(call: Call, { name, what, role, longestMs }: Place, random: Random): Answer {
  const isCustom = what === 'custom-secret-id'
  const own = isCustom ? customFields : pageFields(call.product)
  const schema = { ...newSecretId, ...own } as typeof newSecretId & typeof customFields
  return answerOn(call, schema, (fields) => {
    const text = isCustom ? fields.secret_id : uuid(random)
    if (!text) return refuse(400, 'missing secret_id')
    if (!role) return refuse(404, `role "${name}" does not exist`)
    if (!role.binds) return refuse(400, 'bind_secret_id is not set on the role')
    const refused = hashless(text, 'store') ?? wrongBlocks(fields, role) ?? wrongTerms(fields, role)
    if (refused) return refused
    const { secretIds } = role
    const meta = metadataOf(fields.metadata)
    if (typeof meta === 'string') return refuse(400, `failed to parse metadata: ${meta}`)
    const { num_uses: numUses } = fields
    const made = secretIds.add(text, {
      meta,
      ttlMs: Math.min(fields.ttl ?? secretIds.terms.secretIdTtlMs ?? 0, longestMs),
      ...(numUses !== undefined && { numUses }),
      cidrs: fields.cidr_list ?? [],
      tokenCidrs: fields.token_bound_cidrs ?? [],
    })
    if (!made)
      return refuse(500, listed('failed to store secret_id: SecretID is already registered'))
    return reply({ data: issuedFields(made), mountType })
  })
}

const customFields = { secret_id: 'text' } as const

type Fields = Typed<typeof newSecretId>

function wrongBlocks(fields: Fields, { options }: Role): Answer | undefined {
  const { cidr_list: own = [], token_bound_cidrs: tokens = [] } = fields
  const ofTokens = (options.cidrs ?? []).map((block) =>
    block.includes('/') ? block : `${block}/32`,
  )
  const wrong =
    wrongBlock(own) ??
    outside(own, options.boundCidrs ?? []) ??
    wrongBlock(tokens, 'token CIDR blocks') ??
    outside(tokens, ofTokens)
  return wrong === undefined ? undefined : refuse(500, listed(wrong))
}

function wrongTerms({ num_uses, ttl }: Fields, { options }: Role): Answer | undefined {
  const { secretIdNumUses: most, secretIdTtlMs: longest = 0 } = options
  const exceeds = (told: number | undefined, limit: number) =>
    told !== undefined && limit > 0 && (told === 0 || told > limit)
  if ((num_uses ?? 0) < 0) return refuse(400, 'num_uses cannot be negative')
  if (exceeds(num_uses, most))
    return refuse(400, "num_uses cannot be higher than the role's secret_id_num_uses")
  return exceeds(ttl, longest)
    ? refuse(400, "ttl cannot be longer than the role's secret_id_ttl")
    : undefined
}

function outside(cidrs: readonly string[], allowed: readonly string[]): string | undefined {
  if (cidrs.length === 0 || allowed.length === 0 || areWithin(cidrs, allowed)) return undefined
  const shown = (blocks: readonly string[]) => `[${blocks.map((b) => JSON.stringify(b)).join(' ')}]`
  return (
    `failed to verify subset relationship between CIDR blocks on the role ${shown(allowed)} ` +
    `and CIDR blocks on the secret ID ${shown(cidrs)}: %!w(<nil>)`
  )
}

/** JSON of texts, or pairs with commas between; or why it is neither. */
function metadataOf(text = ''): Readonly<Record<string, string>> | string {
  if (text === '') return {}
  const given = textsOf(text)
  if (given) {
    const bare = Object.keys(given).find((key) => given[key] === '')
    return bare === undefined ? given : `invalid value for key ${JSON.stringify(bare)}`
  }
  const said = 'failed to parse the input: invalid <key,value>'
  const pairs = readTyped({ metadata: 'pairs' }, { metadata: text })
  if (typeof pairs === 'string') return `${said} format`
  const all = pairs.metadata ?? {}
  const bare = Object.keys(all).find((key) => all[key] === '')
  return bare === undefined ? all : `${said} pair: key: ${JSON.stringify(bare)} value: ""`
}

/** The texts of a JSON object, where a null is an empty one; undefined where the text is no such JSON. */
function textsOf(text: string): Readonly<Record<string, string>> | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, unknown>)
    const texts = entries.map(([key, value]) => [key, value ?? ''] as const)
    return texts.every(([, value]) => typeof value === 'string')
      ? (Object.fromEntries(texts) as Record<string, string>)
      : undefined
  } catch {
    return undefined
  }
}
