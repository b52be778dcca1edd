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
import { issuedFields, lookedUpFields, type SecretIds } from './secret-ids.ts'
import { answerOn, readTyped } from './typed-fields.ts'

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
  readonly secretIds: SecretIds | undefined
  /** The longest that a secret id may last there. */
  readonly longestMs: number
}

const mountType = 'approle'
const captured = ['role_name']

/** Answers on the secret ids of a role. */
export function answerOnSecretId(call: Call, place: Place, random: Random): Answer {
  const { what, secretIds } = place
  if (what === 'secret-id' && call.operation === 'list') return listAccessors(place)
  const deletes = call.operation === 'delete' && what.endsWith('/destroy')
  if (!isWrite(call.operation) && !deletes) return unsupportedOperation
  if (what === 'secret-id' || what === 'custom-secret-id') return create(call, place, random)
  const ofAccessor = what.startsWith('secret-id-accessor')
  const field = ofAccessor ? 'secret_id_accessor' : 'secret_id'
  return answerOn(call, { [field]: 'text' }, (fields) => {
    const text = fields[field]
    if (!text) return refuse(400, `missing ${field}`)
    if (!secretIds) return refuse(500, listed(`role "${place.name}" does not exist`))
    const found = ofAccessor ? secretIds.findByAccessor(text) : secretIds.find(text)
    if (!found) return ofAccessor ? unknownAccessor(what, text) : noContent
    if (what.endsWith('/lookup')) return reply({ data: lookedUpFields(found), mountType })
    secretIds.destroy(found)
    return noContent
  })
}

function unknownAccessor(what: SecretIdPath, accessor: string): Answer {
  const error = `failed to find accessor entry for secret_id_accessor: "${accessor}"`
  const looks = what.endsWith('/lookup')
  return looks ? reply({ data: { error } }, 404) : refuse(500, listed(error))
}

function listAccessors({ name, secretIds }: Place): Answer {
  if (!secretIds) return refuse(400, `role "${name}" does not exist`)
  const keys = secretIds.accessors
  return keys.length === 0 ? notFound : reply({ data: { keys: keys.toSorted() }, mountType })
}

const newSecretId = {
  metadata: 'text',
  cidr_list: 'texts',
  token_bound_cidrs: 'texts',
  num_uses: 'whole',
  ttl: 'duration',
} as const

function create(call: Call, { name, what, secretIds, longestMs }: Place, random: Random): Answer {
  const isCustom = what === 'custom-secret-id'
  const schema = { ...newSecretId, ...(isCustom && { secret_id: 'text' as const }) }
  return answerOn(
    call,
    schema,
    (fields) => {
      const text = isCustom ? (call.data['secret_id'] as string | undefined) : uuid(random)
      if (!text) return refuse(400, 'missing secret_id')
      if (!secretIds) return refuse(404, `role "${name}" does not exist`)
      if ((fields.num_uses ?? 0) < 0) return refuse(400, 'num_uses cannot be negative')
      const { secretIdNumUses: most, secretIdTtlMs: longest = 0 } = secretIds.terms
      if (
        most > 0 &&
        fields.num_uses !== undefined &&
        (fields.num_uses === 0 || fields.num_uses > most)
      )
        return refuse(400, "num_uses cannot be higher than the role's secret_id_num_uses")
      if (longest > 0 && fields.ttl !== undefined && (fields.ttl === 0 || fields.ttl > longest))
        return refuse(400, "ttl cannot be longer than the role's secret_id_ttl")
      const meta = metadataOf(fields.metadata)
      if (typeof meta === 'string') return refuse(400, `failed to parse metadata: ${meta}`)
      const { num_uses: numUses, cidr_list: cidrs = [] } = fields
      const tokenCidrs = fields.token_bound_cidrs ?? []
      const wrong = wrongBlock(cidrs) ?? wrongBlock(tokenCidrs) ?? outside(cidrs, secretIds)
      if (wrong) return refuse(500, listed(wrong))
      const made = secretIds.add(text, {
        meta,
        ttlMs: Math.min(fields.ttl ?? longest, longestMs),
        ...(numUses !== undefined && { numUses }),
        cidrs,
        tokenCidrs,
      })
      if (!made)
        return refuse(500, listed('failed to store secret_id: SecretID is already registered'))
      return reply({ data: issuedFields(made), mountType })
    },
    { captured },
  )
}

function outside(cidrs: readonly string[], { terms }: SecretIds): string | undefined {
  const allowed = terms.boundCidrs ?? []
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
