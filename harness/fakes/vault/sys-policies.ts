import type { Clock } from '../../../emulator/index.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { unlisted, type Policies, type Policy } from './policies.ts'
import { readPolicy } from './policy-text.ts'
import { timestamp } from './duration.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
/** The old API and the new one, which name one thing in two ways. */
const place = /^(policy|policies\/acl)(?:\/(.+))?$/

/**
 * Lists, reads, writes and deletes policies; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/policies
 */
export function answerOnPolicies(call: Call, policies: Policies, clock: Clock): Answer | undefined {
  const [, api, written] = place.exec(call.path.replace(/\/$/, '')) ?? []
  if (api === undefined) return undefined
  const isOld = api === 'policy'
  if (written === undefined) return list(call, policies, isOld)
  const name = written.toLowerCase()
  const { hasVersionedPolicies } = call.product
  if (call.operation === 'list')
    return hasVersionedPolicies ? listBelow(name, policies, isOld) : unsupportedOperation
  if (call.operation === 'read') return read(name, policies, { isOld, hasVersionedPolicies })
  if (call.operation === 'delete') return remove(name, policies)
  if (!isWrite(call.operation)) return unsupportedOperation
  return write(call, { name, written }, policies, clock)
}

function list({ operation }: Call, { names }: Policies, isOld: boolean): Answer {
  const lists = operation === 'list' || (isOld && operation === 'read')
  if (!lists) return unsupportedOperation
  const data = isOld ? { keys: names, policies: names } : { keys: names }
  return reply({ data, isFlat: isOld, mountType })
}

/** A folder is listed by the whole names of what is in it. */
function listBelow(folder: string, { names }: Policies, isOld: boolean): Answer {
  const keys = names.filter((name) => name.startsWith(`${folder}/`))
  if (isOld) {
    const data = keys.length === 0 ? { policies: null } : { keys, policies: keys }
    return reply({ data, isFlat: true, mountType })
  }
  return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
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
const versionFields = {
  ...writeFields,
  cas: 'whole',
  cas_required: 'flag',
  ttl: 'duration',
  expiration: 'text',
} as const

interface Naming {
  readonly name: string
  /** As the request has it. */
  readonly written: string
}

function write(call: Call, { name, written }: Naming, policies: Policies, clock: Clock): Answer {
  const { hasVersionedPolicies } = call.product
  const schema: typeof versionFields = hasVersionedPolicies
    ? versionFields
    : (writeFields as unknown as typeof versionFields)
  return answerOn(call, schema, (fields) => {
    const given = fields.policy || fields.rules
    if (!given) return refuse(400, "'policy' parameter not supplied or empty")
    if (isFixed(name)) return refuse(400, `cannot update "${name}" policy`)
    const text = unpacked(given)
    const rules = readPolicy(text, call.product)
    if (typeof rules === 'string') return refuse(400, `failed to parse policy: ${rules}`)
    const stale = staleness(fields.cas, policies.get(name))
    if (stale !== undefined) return refuse(400, stale)
    const expiresAt = fields.ttl ? clock.now() + fields.ttl : moment(fields.expiration)
    policies.set(name, { rules, text, casRequired: fields.cas_required, expiresAt })
    const warnings = [
      ...(name !== written && !hasVersionedPolicies
        ? [`policy name was converted to ${name}`]
        : []),
      ...(fields.policy ? [] : ["'rules' is deprecated, please use 'policy' instead"]),
    ]
    return warnings.length === 0 ? noContent : reply({ warnings, mountType })
  })
}

const isFixed = (name: string): boolean => name === 'root' || name === unlisted

const moment = (text = ''): number | undefined => (text === '' ? undefined : Date.parse(text))

/** Why a write does not fit the version there is. */
function staleness(cas: number | undefined, old: Policy | undefined): string | undefined {
  if (cas === undefined)
    return old?.casRequired ? 'check-and-set parameter required for this call' : undefined
  const version = old?.version ?? 0
  return cas === version || (cas === -1 && !old)
    ? undefined
    : `check-and-set parameter ${cas} did not match the current version ${version}`
}

/** A policy may come in base64. */
export const unpacked = (text: string): string =>
  /^[\w+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : text
