import {
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { timestamp } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { keysBelow, listAll } from './kv-keys.ts'
import { refusedLease } from './named-ids.ts'
import type { TokenStore } from './token-store.ts'
import { isRenewable, leaseIdOf, type VaultToken } from './token.ts'
import { tidyStarted } from './token-engine.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const oldPlace = /^(renew|revoke|revoke-prefix|revoke-force)(\/|$)/
const place = /^leases(?:\/([a-z-]+)(?:\/(.*))?)?$/

/**
 * The leases there are: those of service tokens; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/leases
 */
export function answerOnLeases(call: Call, tokens: TokenStore, now: number): Answer | undefined {
  const isOld = call.product.hasOldLeasePaths && oldPlace.test(call.path)
  const [all, what = '', rest = ''] = place.exec(isOld ? `leases/${call.path}` : call.path) ?? []
  if (all === undefined) return undefined
  switch (what) {
    case 'lookup':
      if (call.operation === 'list') return listLeases(call, rest, tokens)
      return rest === '' && isWrite(call.operation)
        ? lookUp(call, tokens, now)
        : unsupportedOperation
    case 'renew':
    case 'revoke':
      if (!isWrite(call.operation)) return unsupportedOperation
      return what === 'renew' ? renew(call, rest, tokens) : revoke(call, rest, tokens)
    case 'revoke-prefix':
    case 'revoke-force':
      if (rest === '') return unsupportedPath
      return isWrite(call.operation)
        ? revokeBelow(call, rest, what === 'revoke-force', tokens)
        : unsupportedOperation
    case 'tidy':
      return isWrite(call.operation) ? tidyStarted(call.product) : unsupportedOperation
    case 'count':
      return call.operation === 'read' ? countIrrevocable(call) : unsupportedOperation
    case '':
      return call.operation === 'read' ? listIrrevocable(call) : unsupportedOperation
    default:
      return unsupportedPath
  }
}

/** No lease here is one that cannot be revoked. */
function countIrrevocable(call: Call): Answer {
  return answerOn(call, { type: 'text', include_child_namespaces: 'flag' }, ({ type }) =>
    type === 'irrevocable' ? reply({ data: { counts: {}, lease_count: 0 }, mountType }) : notFound,
  )
}

function listIrrevocable(call: Call): Answer {
  const schema = { type: 'text', limit: 'text', include_child_namespaces: 'flag' } as const
  return answerOn(call, schema, ({ type, limit = '' }) => {
    if (type !== 'irrevocable') return notFound
    if (!/^([+-]?\d+|none|)$/.test(limit)) {
      const why = `strconv.Atoi: parsing ${JSON.stringify(limit)}: invalid syntax`
      return refuse(500, listed(`invalid 'limit' provided: ${why}`))
    }
    return reply({ data: { lease_count: 0, leases: [] }, mountType })
  })
}

function listLeases(call: Call, folder: string, tokens: TokenStore): Answer {
  const ids = tokens.leased.map(leaseIdOf)
  return listAll(call, keysBelow(ids, folder), mountType)
}

const missing = refuse(400, 'lease_id must be specified')

/** Whose lease that is. */
const find = (id: string, tokens: TokenStore): VaultToken | undefined =>
  tokens.leased.find((token) => leaseIdOf(token) === id)

function lookUp(call: Call, tokens: TokenStore, now: number): Answer {
  return answerOn(call, { lease_id: 'text' }, ({ lease_id: id }) => {
    if (!id) return missing
    const token = find(id, tokens)
    if (!token) return refuse(400, 'invalid lease')
    const { issuedAt, expiresAt, renewedAt, path } = token
    const data = {
      expire_time: expiresAt === Infinity ? null : timestamp(expiresAt),
      id,
      issue_time: timestamp(issuedAt),
      last_renewal: renewedAt === undefined ? null : timestamp(renewedAt),
      ...(call.product.leasesNamePath && { path }),
      renewable: isRenewable(token),
      ttl: expiresAt === Infinity ? 0 : Math.floor((expiresAt - now) / 1000),
    }
    return reply({ data, mountType })
  })
}

function renew(call: Call, named: string, tokens: TokenStore): Answer {
  return answerOn(call, { lease_id: 'text', increment: 'duration' }, ({ lease_id }) => {
    const id = lease_id || named
    if (!id) return missing
    const refused = refusedLease(id, call.product)
    if (refused) return refused
    const token = find(id, tokens)
    if (!token) return refuse(400, 'lease not found')
    return token.expiresAt === Infinity
      ? refuse(400, 'lease is not renewable')
      : refuse(400, 'tokens cannot be renewed through this endpoint')
  })
}

function revoke(call: Call, named: string, tokens: TokenStore): Answer {
  return answerOn(call, { lease_id: 'text', sync: 'flag' }, ({ lease_id, sync }) => {
    const id = lease_id || named
    if (!id) return missing
    const refused = refusedLease(id, call.product)
    if (refused) return refused
    const token = find(id, tokens)
    if (token) tokens.kill(token)
    return sync === false ? queued : noContent
  })
}

const queued: Answer = { kind: 'empty', status: 202 }

function revokeBelow(call: Call, prefix: string, isForced: boolean, tokens: TokenStore): Answer {
  const end = (answer: Answer): Answer => {
    tokens.killBelow(prefix.endsWith('/') ? prefix : `${prefix}/`)
    return answer
  }
  if (isForced) return end(noContent)
  return answerOn(call, { sync: 'flag' }, ({ sync }) => end(sync === false ? queued : noContent))
}
