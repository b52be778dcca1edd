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
  if (call.operation === 'list') return listBelow(name, policies, isOld)
  if (call.operation === 'read') return read(name, policies, isOld)
  if (call.operation === 'delete') return remove(name, policies)
  return isWrite(call.operation) ? write(call, name, policies, clock) : unsupportedOperation
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

function read(name: string, policies: Policies, isOld: boolean): Answer {
  const policy = policies.get(name)
  if (!policy && name !== 'root') return notFound
  const data = {
    allow_slashes_in_identity_templates: false,
    allow_wildcards_in_identity_templates: false,
    cas_required: policy?.casRequired ?? false,
    ...(policy?.expiresAt !== undefined && { expiration: timestamp(policy.expiresAt) }),
    ...(policy && { modified: timestamp(policy.modifiedAt) }),
    name,
    [isOld ? 'rules' : 'policy']: policy?.text ?? '',
    version: policy?.version ?? 0,
  }
  return reply({ data, isFlat: isOld, mountType })
}

function remove(name: string, policies: Policies): Answer {
  if (name === 'default') return refuse(400, 'cannot delete default policy')
  if (isFixed(name)) return refuse(400, `cannot delete "${name}" policy`)
  policies.delete(name)
  return noContent
}

const writeFields = {
  name: 'text',
  policy: 'text',
  rules: 'text',
  cas: 'whole',
  cas_required: 'flag',
  ttl: 'duration',
  expiration: 'text',
} as const

function write(call: Call, name: string, policies: Policies, clock: Clock): Answer {
  return answerOn(call, writeFields, (fields) => {
    const given = fields.policy || fields.rules
    if (!given) return refuse(400, "'policy' parameter not supplied or empty")
    if (isFixed(name)) return refuse(400, `cannot update "${name}" policy`)
    const text = unpacked(given)
    const rules = readPolicy(text)
    if (typeof rules === 'string') return refuse(400, `failed to parse policy: ${rules}`)
    const stale = staleness(fields.cas, policies.get(name))
    if (stale !== undefined) return refuse(400, stale)
    const expiresAt = fields.ttl ? clock.now() + fields.ttl : moment(fields.expiration)
    policies.set(name, { rules, text, casRequired: fields.cas_required, expiresAt })
    if (fields.policy) return noContent
    const warnings = ["'rules' is deprecated, please use 'policy' instead"]
    return reply({ warnings, mountType })
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
const unpacked = (text: string): string =>
  /^[\w+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : text
