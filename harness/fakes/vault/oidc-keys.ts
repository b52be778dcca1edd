import { importJWK, SignJWT, type JWK } from 'jose'
import { builderTestKey, pairAlgorithms, publicHalf } from '../test-keys.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import type { IdentityStore } from './identity-store.ts'
import { uuid } from './ids.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'identity'
/** What a key can be told to sign by. */
export const signingAlgorithms = [...pairAlgorithms, 'EdDSA']

/** A named key; it signs with the labelled test key of its kind. */
export interface OidcKey {
  readonly rotationMs: number
  readonly verificationMs: number
  readonly clientIds: readonly string[]
  readonly algorithm: string
  /** Of the key in use and of the next one; drawn when somebody first asks. */
  kids?: readonly string[]
}

/** A role whose tokens a key signs. */
export interface Signed {
  readonly name: string
  readonly ttlMs: number
}

const dayMs = 86_400_000

export const keyFields = {
  rotation_period: 'duration',
  verification_ttl: 'duration',
  allowed_client_ids: 'texts',
  algorithm: 'text',
  name: 'text',
} as const

/**
 * The keys that identity tokens are signed with.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity/tokens#create-a-named-key
 */
export class OidcKeys {
  readonly #store: IdentityStore
  readonly #all = new Map<string, OidcKey>([
    ['default', { rotationMs: dayMs, verificationMs: dayMs, clientIds: ['*'], algorithm: 'RS256' }],
  ])

  constructor(store: IdentityStore) {
    this.#store = store
  }

  named(name: string): OidcKey | undefined {
    return this.#all.get(name)
  }

  answer(
    call: Call,
    name: string | undefined,
    rolesOf: (key: string) => readonly Signed[],
  ): Answer {
    const { operation } = call
    if (name === undefined) {
      if (operation !== 'list') return unsupportedOperation
      return reply({ data: { keys: [...this.#all.keys()].toSorted() }, mountType })
    }
    if (isWrite(operation)) return this.#write(call, name, rolesOf(name))
    const key = this.#all.get(name)
    if (operation === 'read') return key ? reply({ data: shown(key), mountType }) : notFound
    return operation === 'delete'
      ? this.#remove(
          name,
          rolesOf(name).map((role) => role.name),
        )
      : unsupportedOperation
  }

  #remove(name: string, roles: readonly string[]): Answer {
    if (name === 'default') return refuse(400, 'deletion of key "default" not allowed')
    if (this.#all.has(name) && roles.length > 0)
      return refuse(
        400,
        `unable to delete key "${name}" because it is currently referenced by these roles: ${roles.join(', ')}`,
      )
    this.#all.delete(name)
    return noContent
  }

  #write(call: Call, name: string, roles: readonly Signed[]): Answer {
    return answerOn(
      call,
      keyFields,
      (fields) => {
        const old = this.#all.get(name)
        const key = {
          rotationMs: fields.rotation_period ?? old?.rotationMs ?? dayMs,
          verificationMs: fields.verification_ttl ?? old?.verificationMs ?? dayMs,
          clientIds: fields.allowed_client_ids ?? old?.clientIds ?? [],
          algorithm: fields.algorithm ?? old?.algorithm ?? 'RS256',
        }
        const wrong = wrongIn(key)
        if (wrong !== undefined) return refuse(400, wrong)
        if (old && roles.some(({ ttlMs }) => ttlMs > key.verificationMs))
          return refuse(
            400,
            `unable to update key "${name}" because it is currently referenced by one or more ` +
              `roles with a token ttl greater than ${key.verificationMs / 1000} seconds`,
          )
        this.#all.set(name, key)
        return noContent
      },
      { looksFirst: true },
    )
  }

  /** The next key takes over. */
  rotate(call: Call, name: string): Answer {
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, { verification_ttl: 'duration' }, () => {
      const key = this.#all.get(name)
      if (!key) return refuse(400, `no named key found at "${name}"`)
      const [, next] = this.#kidsOf(key)
      const kids = [next!, uuid(this.#store.random)]
      this.#all.set(name, { ...key, kids })
      return noContent
    })
  }

  has(name: string): boolean {
    return this.#all.has(name)
  }

  #kidsOf(key: OidcKey): readonly string[] {
    key.kids ??= [uuid(this.#store.random), uuid(this.#store.random)]
    return key.kids
  }

  /** The public keys of those named. */
  published(names: ReadonlySet<string>): readonly JWK[] {
    return [...names].flatMap((name) => {
      const key = this.#all.get(name)
      const pair = key && pairOf(key)
      if (!pair) return []
      const half = publicHalf(pair.jwk)
      return this.#kidsOf(key).map((kid) => ({ use: 'sig', kid, alg: pair.alg, ...half }))
    })
  }

  async sign(key: OidcKey, claims: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const pair = pairOf(key)
    if (!pair) return undefined
    const kid = this.#kidsOf(key)[0]!
    const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: pair.alg, kid })
    return jwt.sign(await importJWK(pair.jwk, pair.alg))
  }
}

/** There is no test key for EdDSA. */
function pairOf({ algorithm }: OidcKey): { readonly alg: string; readonly jwk: JWK } | undefined {
  const alg = pairAlgorithms.find((each) => each === algorithm)
  return alg && { alg, jwk: builderTestKey(alg) }
}

function wrongIn({ rotationMs, verificationMs, algorithm }: OidcKey): string | undefined {
  if (rotationMs < 60_000) return 'rotation_period must be at least one minute'
  if (verificationMs > 10 * rotationMs)
    return 'verification_ttl cannot be longer than 10x rotation_period'
  return signingAlgorithms.includes(algorithm)
    ? undefined
    : `unknown signing algorithm "${algorithm}"`
}

const shown = ({ algorithm, clientIds, rotationMs, verificationMs }: OidcKey): object => ({
  algorithm,
  allowed_client_ids: clientIds,
  rotation_period: rotationMs / 1000,
  verification_ttl: verificationMs / 1000,
})
