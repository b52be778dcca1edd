import type { Clock } from '../../../emulator/index.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import type { Policies } from './policies.ts'
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
  if (call.operation === 'list') return listBelow(isOld)
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

/** There are no folders of policies. */
const listBelow = (isOld: boolean): Answer =>
  isOld ? reply({ data: { policies: null }, isFlat: true, mountType }) : notFound

function read(name: string, policies: Policies, isOld: boolean): Answer {
  const policy = policies.get(name)
  if (!policy && name !== 'root') return notFound
  const data = {
    allow_slashes_in_identity_templates: false,
    allow_wildcards_in_identity_templates: false,
    cas_required: false,
    ...(policy && { modified: timestamp(policy.modifiedAt) }),
    name,
    [isOld ? 'rules' : 'policy']: policy?.text ?? '',
    version: policy?.version ?? 0,
  }
  return reply({ data, isFlat: isOld, mountType })
}

function remove(name: string, policies: Policies): Answer {
  if (name === 'default') return refuse(400, 'cannot delete default policy')
  if (name === 'root' || name === 'response-wrapping')
    return refuse(400, `cannot delete "${name}" policy`)
  policies.delete(name)
  return noContent
}

function write(call: Call, name: string, policies: Policies, clock: Clock): Answer {
  return answerOn(call, { name: 'text', policy: 'text', rules: 'text' }, (fields) => {
    const given = fields.policy || fields.rules
    if (!given) return refuse(400, "'policy' parameter not supplied or empty")
    if (name === 'root' || name === 'response-wrapping')
      return refuse(400, `cannot update "${name}" policy`)
    const text = unpacked(given)
    const rules = readPolicy(text)
    if (typeof rules === 'string') return refuse(400, `failed to parse policy: ${rules}`)
    policies.set(name, rules, text, clock.now())
    if (fields.policy) return noContent
    const warnings = ["'rules' is deprecated, please use 'policy' instead"]
    return reply({ warnings, mountType })
  })
}

/** A policy may come in base64. */
const unpacked = (text: string): string =>
  /^[\w+/]+={0,2}$/.test(text) && text.length % 4 === 0 ? atob(text) : text
