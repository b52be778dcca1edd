import type { VaultUser } from '../options.ts'
import { refuse, type Answer } from './answer.ts'
import { isWrite, textField, type Call, type Engine } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { Identity } from './token.ts'

const invalid = refuse(400, 'invalid username or password')

/**
 * Logins with a password at `login/<user>`; user names have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/userpass#login
 */
export class UserpassEngine implements Engine {
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #users: ReadonlyMap<string, { options: VaultUser; identity: Identity }>

  constructor(mount: string, users: readonly (readonly [string, VaultUser])[], issuer: Issuer) {
    this.#issuer = issuer
    this.#mount = mount
    this.#users = new Map(
      users.map(([name, options]) => {
        const user = name.toLowerCase()
        return [user, { options, identity: this.#identify(user, options) }]
      }),
    )
  }

  isOpen(path: string): boolean {
    return path.startsWith('login/')
  }

  handle(call: Call): Answer {
    const name = /^login\/([^/]+)$/.exec(call.path)?.[1]?.toLowerCase()
    if (name === undefined) return refuse(404, 'unsupported path')
    if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
    return this.#login(name, call)
  }

  #login(name: string, call: Call): Answer {
    const who = `${this.#mount} ${name}`
    const { lock } = this.#issuer
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    const password = textField(call.data, 'password')
    if (!password) return refuse(400, 'missing password')
    const user = this.#users.get(name)
    if (!user) return invalid
    if (user.options.password !== password) {
      lock.failed(who)
      return invalid
    }
    lock.passed(who)
    return this.#issuer.issue(user.identity, call)
  }

  #identify(name: string, options: VaultUser): Identity {
    return this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: `-${name}`,
      meta: { username: name },
      options,
    })
  }
}
