import type { Clock } from '../../../emulator/index.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { listAll } from './kv-keys.ts'
import { unlisted, type Policies, type Policy } from './policies.ts'
import { readPolicy } from './policy-text.ts'
import { timestamp } from './duration.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'system'
/** The old API and the new one, which name one thing in two ways. */
const place = /^(policy|policies\/acl)(?:\/(.+))?$/
/** The list of policies with all that each says. */
const detailed = /^policies\/detailed\/acl(?:\/(.+))?$/

/**
 * Lists, reads, writes and deletes policies; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/policies
 */
export function answerOnPolicies(call: Call, policies: Policies, clock: Clock): Answer | undefined {
  const path = call.path.replace(/\/$/, '')
  const { hasVersionedPolicies } = call.product
  if (hasVersionedPolicies && detailed.test(path))
    return call.operation === 'list'
      ? listDetailed(detailed.exec(path)![1], policies)
      : unsupportedOperation
  const [, api, written] = place.exec(path) ?? []
  if (api === undefined) return undefined
  const isOld = api === 'policy'
  if (written === undefined) return list(call, policies, isOld)
  const name = written.toLowerCase()
  if (call.operation === 'list')
    return hasVersionedPolicies ? listBelow(call, name, policies, isOld) : unsupportedOperation
  if (call.operation === 'read') return read(name, policies, { isOld, hasVersionedPolicies })
  if (call.operation === 'delete') return remove(name, policies)
  const store = { policies, now: clock.now() }
  if (isWrite(call.operation)) return write(call, { name, written }, store)
  const isPatch = call.operation === 'patch' && hasVersionedPolicies && !isOld
  return isPatch ? patch(call, name, store) : unsupportedOperation
}

function list({ operation }: Call, { names }: Policies, isOld: boolean): Answer {
  const lists = operation === 'list' || (isOld && operation === 'read')
  if (!lists) return unsupportedOperation
  const data = isOld ? { keys: names, policies: names } : { keys: names }
  return reply({ data, isFlat: isOld, mountType })
}

/** A folder is listed by the whole names of what is in it. */
function listBelow(call: Call, folder: string, { names }: Policies, isOld: boolean): Answer {
  const keys = names.filter((name) => name.startsWith(`${folder}/`))
  if (isOld) {
    const data = keys.length === 0 ? { policies: null } : { keys, policies: keys }
    return reply({ data, isFlat: true, mountType })
  }
  return listAll(call, keys, mountType)
}

interface Manner {
  readonly isOld: boolean
  readonly hasVersionedPolicies: boolean
}

function read(name: string, policies: Policies, { isOld, hasVersionedPolicies }: Manner): Answer {
  const policy = policies.get(name)
  if (!policy && name !== 'root') return notFound
  const data = {
    ...(hasVersionedPolicies && versionOf(policy)),
    name,
    [isOld ? 'rules' : 'policy']: policy?.text ?? '',
  }
  return reply({ data, isFlat: isOld, mountType })
}

/** Those of a folder; root stands among those of every one. */
function listDetailed(folder: string | undefined, policies: Policies): Answer {
  const keys = policies.names.filter(
    (name) => name === 'root' || folder === undefined || name.startsWith(`${folder}/`),
  )
  const infos = keys.map((name) => {
    const policy = policies.get(name)
    return [name, { ...versionOf(policy), name, policy: policy?.text ?? '' }]
  })
  return reply({ data: { key_info: Object.fromEntries(infos), keys }, mountType })
}

function versionOf(policy: Policy | undefined): object {
  return {
    allow_slashes_in_identity_templates: false,
    allow_wildcards_in_identity_templates: false,
    cas_required: policy?.casRequired ?? false,
    ...(policy?.expiresAt !== undefined && { expiration: timestamp(policy.expiresAt) }),
    ...(policy && { modified: timestamp(policy.modifiedAt) }),
    version: policy?.version ?? 0,
  }
}

function remove(name: string, policies: Policies): Answer {
  if (name === 'default') return refuse(400, 'cannot delete default policy')
  if (isFixed(name)) return refuse(400, `cannot delete "${name}" policy`)
  policies.delete(name)
  return noContent
}

const writeFields = { name: 'text', policy: 'text', rules: 'text' } as const
const patchFields = {
  name: 'text',
  policy: 'text',
  cas: 'whole',
  cas_required: 'flag',
  ttl: 'duration',
  expiration: 'moment',
} as const
const versionFields = { ...patchFields, rules: 'text' } as const

type Written = Typed<typeof versionFields>

interface Naming {
  readonly name: string
  /** As the request has it. */
  readonly written: string
}

interface Store {
  readonly policies: Policies
  readonly now: number
}

function write(call: Call, { name, written }: Naming, store: Store): Answer {
  const { hasVersionedPolicies } = call.product
  const answer = (fields: Written): Answer => {
    const given = fields.policy || fields.rules
    if (!given) return missingPolicy
    const refused = put(call, name, { ...fields, policy: given }, store)
    if (refused) return refused
    const warnings = [
      ...(name !== written && !hasVersionedPolicies
        ? [`policy name was converted to ${name}`]
        : []),
      ...(fields.policy ? [] : ["'rules' is deprecated, please use 'policy' instead"]),
    ]
    return warnings.length === 0 ? noContent : reply({ warnings, mountType })
  }
  return hasVersionedPolicies
    ? answerOn(call, versionFields, answer)
    : answerOn(call, writeFields, (fields) => answer(fields))
}

/** Changes what is said; the rest stays, and nobody asks which version is meant. */
function patch(call: Call, name: string, store: Store): Answer {
  const old = store.policies.get(name)
  if (!old && name !== 'root') return refuse(400, 'policy not found')
  return answerOn(call, patchFields, (fields) => {
    const policy = fields.policy ?? old?.text
    if (!policy) return missingPolicy
    const ends = fields.ttl !== undefined || fields.expiration !== undefined
    const merged = {
      cas: old?.version ?? 0,
      cas_required: old?.casRequired ?? false,
      ...(!ends && old?.expiresAt !== undefined && { expiration: old.expiresAt }),
      ...fields,
      policy,
    }
    return put(call, name, merged, store) ?? reply({ mountType })
  })
}

const missingPolicy = refuse(400, "'policy' parameter not supplied or empty")

/** Keeps a policy; or why not. */
function put(
  { product }: Call,
  name: string,
  { policy, cas, cas_required: casRequired, ttl, expiration }: Written & { policy: string },
  { policies, now }: Store,
): Answer | undefined {
  if (ttl !== undefined && expiration !== undefined)
    return refuse(400, "cannot supply both 'expiration' and 'ttl' for policies")
  const text = unpacked(policy)
  const rules = readPolicy(text, product)
  if (typeof rules === 'string') return refuse(400, `failed to parse policy: ${rules}`)
  if (isFixed(name)) return refuse(400, `cannot update "${name}" policy`)
  const expiresAt = ttl === undefined ? expiration : now + ttl
  if (expiresAt !== undefined && expiresAt <= now)
    return refuse(400, 'refusing to update policy as expiration time has already elapsed')
  const stale = staleness(cas, policies.get(name), casRequired)
  if (stale !== undefined) return refuse(400, stale)
  policies.set(name, { rules, text, casRequired, expiresAt })
  return undefined
}

const isFixed = (name: string): boolean => name === 'root' || name === unlisted

/** Why a write does not fit the version there is. */
function staleness(
  cas: number | undefined,
  old: Policy | undefined,
  isRequired = false,
): string | undefined {
  if (cas === undefined)
    return isRequired || old?.casRequired
      ? 'check-and-set parameter required for this call'
      : undefined
  if (cas === -1 && !old) return undefined
  if (cas === -1) return 'check-and-set parameter set to -1 on existing entry'
  const version = old?.version ?? 0
  return cas === version
    ? undefined
    : `check-and-set parameter ${cas} did not match the current version ${version}`
}

/** A policy may come in base64. */
export const unpacked = (text: string): string =>
  /^[\w+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : text
