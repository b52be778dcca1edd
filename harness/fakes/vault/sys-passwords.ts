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

/**
 * The policies that passwords are drawn by.
 * @see https://developer.hashicorp.com/vault/api-docs/system/policies-password
 */
export class PasswordPolicies {
  readonly #random: Random
  readonly #all = new Map<string, { readonly text: string; readonly policy: PasswordPolicy }>()

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
      return found ? reply({ data: { policy: found.text }, mountType }) : unknown
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
    return answerOn(call, { policy: 'text' }, ({ policy: given = '' }) => {
      if (given === '') return refuse(400, listed('missing policy'))
      const text = unpacked(given)
      const policy = readPasswordPolicy(text)
      if (typeof policy === 'string')
        return refuse(400, listed(`invalid password policy: ${policy}`))
      if (policy.length < 4 || policy.length > 100)
        return refuse(400, listed('passwords must be between 4 and 100 characters'))
      this.#all.set(name, { text, policy })
      return noContent
    })
  }
}
