import type { Random } from '../../seed.ts'
import { listed, noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { listPage } from './kv-keys.ts'
import { drawPassword, readPasswordPolicy, type PasswordPolicy } from './password-policy.ts'
import { unpacked } from './sys-policies.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const place = /^policies\/password(?:\/(.+?)(\/generate)?)?\/?$/
const unknown = refuse(404, listed('policy does not exist'))

interface Kept {
  readonly text: string
  readonly policy: PasswordPolicy
  /** Where its randomness is to come from, where somebody said so. */
  readonly entropy: string
}

/**
 * The policies that passwords are drawn by.
 * @see https://developer.hashicorp.com/vault/api-docs/system/policies-password
 */
export class PasswordPolicies {
  readonly #random: Random
  readonly #all = new Map<string, Kept>()

  constructor(random: Random) {
    this.#random = random
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    const [all, name, generates] = place.exec(call.path) ?? []
    if (all === undefined) return undefined
    if (name === undefined)
      return call.operation === 'list'
        ? listPage(call, [...this.#all.keys()].toSorted(), mountType)
        : unsupportedOperation
    if (generates !== undefined)
      return call.operation === 'read' ? this.#generate(call, name) : unsupportedOperation
    if (isWrite(call.operation)) return this.#write(call, name)
    if (call.operation === 'read') return this.#read(call, name)
    if (call.operation !== 'delete') return unsupportedOperation
    this.#all.delete(name)
    return noContent
  }

  #read(call: Call, name: string): Answer {
    return answerOn(call, {}, () => {
      const found = this.#all.get(name)
      if (!found) return unknown
      const { text: policy, entropy } = found
      const data = { policy, ...(entropy && { entropy_source: entropy }) }
      return reply({ data, mountType })
    })
  }

  #generate(call: Call, name: string): Answer {
    return answerOn(call, {}, () => {
      const found = this.#all.get(name)
      if (!found) return unknown
      return reply({ data: { password: drawPassword(found.policy, this.#random) }, mountType })
    })
  }

  #write(call: Call, name: string): Answer {
    const schema = { policy: 'text', ...call.product.passwordFields } as const
    return answerOn(call, schema, ({ policy: given = '', entropy_source: entropy = '' }) => {
      if (given === '') return refuse(400, listed('missing policy'))
      const text = unpacked(given)
      const policy = readPasswordPolicy(text)
      if (typeof policy === 'string')
        return refuse(400, listed(`invalid password policy: ${policy}`))
      if (policy.length < 4 || policy.length > 100)
        return refuse(400, listed('passwords must be between 4 and 100 characters'))
      if (typeof entropy !== 'string' || !['', 'seal', 'platform'].includes(entropy))
        return refuse(400, listed(`unsupported entropy source ${String(entropy)}`))
      this.#all.set(name, { text, policy, entropy })
      return noContent
    })
  }
}
