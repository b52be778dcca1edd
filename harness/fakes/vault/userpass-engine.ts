import type { VaultUser } from '../options.ts'
import { refuse, unsupportedPath, type Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { VaultContext } from './product.ts'
import type { Identity, VaultToken } from './token.ts'
import { answerOn } from './typed-fields.ts'

const invalid = refuse(400, 'invalid username or password')
/** What the name of a user may look like. */
const loginPath = /^login\/(\w(?:[\w.@-]*\w)?)$/

/**
 * Logins with a password at `login/<user>`; user names have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/userpass#login
 */
export class UserpassEngine implements Engine {
  readonly #issuer: Issuer
  readonly #unreadable: number
  readonly #mount: string
  readonly #users: ReadonlyMap<string, { options: VaultUser; identity: Identity }>

  constructor(
    mount: string,
    users: readonly (readonly [string, VaultUser])[],
    issuer: Issuer,
    { product }: VaultContext,
  ) {
    this.#issuer = issuer
    this.#unreadable = product.unreadableLogin
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

  handle(call: Call, token: VaultToken | undefined): Answer {
    const name = loginPath.exec(call.path)?.[1]?.toLowerCase()
    if (name === undefined) return token ? unsupportedPath : refuse(404, 'unsupported path')
    if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
    const answer = ({ password }: { password?: string }) => this.#login(name, password ?? '', call)
    return answerOn(call, { password: 'text' }, answer, {
      captured: ['username'],
      unreadable: this.#unreadable,
    })
  }

  #login(name: string, password: string, call: Call): Answer {
    const who = `${this.#mount} ${name}`
    const { lock } = this.#issuer
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    if (password === '') return refuse(this.#unreadable, 'missing password')
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
