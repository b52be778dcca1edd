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
  return looks ? reply({ data: { error }, mountType }, 404) : refuse(500, listed(error))
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

function create(call: Call, { name, what, secretIds }: Place, random: Random): Answer {
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
      const meta = metadataOf(fields.metadata)
      if (!meta) return refuse(400, 'failed to parse metadata: failed to parse the input')
      const { ttl: ttlMs, num_uses: numUses } = fields
      const made = secretIds.add(text, {
        meta,
        ...(ttlMs !== undefined && { ttlMs }),
        ...(numUses !== undefined && { numUses }),
      })
      if (!made)
        return refuse(500, listed('failed to store secret_id: SecretID is already registered'))
      return reply({ data: issuedFields(made), mountType })
    },
    { captured },
  )
}

/** JSON, or pairs with commas between; undefined where it is neither. */
function metadataOf(text = ''): Readonly<Record<string, string>> | undefined {
  const value = text.startsWith('{') ? parsed(text) : text
  const fields = readTyped({ metadata: 'pairs' }, { metadata: value })
  return typeof fields === 'string' ? undefined : (fields.metadata ?? {})
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
