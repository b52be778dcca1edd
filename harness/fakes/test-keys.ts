import { importJWK, type CryptoKey, type JWK } from 'jose'
import { spareKeys } from './spare-keys.ts'

/** The algorithms a fake signs with. */
export type SigningAlg = 'RS256' | 'ES256' | 'HS256'

/**
 * TEST KEYS, published with baqlab: they protect nothing and must never be trusted outside a test.
 * Fixed, because making an RSA key costs more than a whole scenario.
 */
export const testKeys: Readonly<Record<SigningAlg | 'A256KW', JWK>> = {
  RS256: {
    kty: 'RSA',
    n: 't6eQzNttzqLBGOBXSNwxW53AOI990rnb0HDp2UkAL4jcg6URynLpBHrq4mvwThjtZvuPr1xC0oSbMXbAIcxx-FLBi6pywLRVD4rlbw7prdXKKoAC9IQ26mBB0EHEcL0cWWLRFDYJcwZX-hFpHWbPn4ZHlLz9C2yAj4cg5Bru35SgmsnqYDn33I7M2-psI7zLOzCG3aYRf9Xz8W0OvNsfEwWxafHIaXXM4ZFe3OHUw5CvsQhjEvUdHg18BMJHwPM6EdSg9vk8IyKM1em1cuFsrTaTlv4suVpJvAo6bM5po-2ixGIgH2qi5e3OVsihuIeg2PKvoBRuxnaqEyfZZ-BSnw',
    e: 'AQAB',
    d: 'BR1Oz4QTqHicDW__jkeV8LOE2fsvaYudsjRxMFXNNWwUZztU5c3rn-43L1hxLnbMQB0LJDrBOgqeWP_-tSvaR3kw60CzOTTS1f_fIge7_NU8CZEodxwqSVgMs43shUIG9_t9nH7HjMmYidErtVMBJWcNN3h7e_Ko5XzBlW8Lx8C-q_9DcKF7QksBpgZh5FTy56d2ihi9ue4_Jkn5Q6HAagUyA9jY69T3HRNA9b269Kq2iqFx2P2q7JwpY8UknLw6MRs3J2Nxv-2LBzNkomhytk978LeGSvF-ggDKyLyPvHlIyUOQkfsj-gKp1KyQX0AV99kTnICTgHaNHld9-p5mcQ',
    p: '4EK70dt-liKFgWsZVTq9Hwb6Dzh-nyOIkcGq57u5gKtP3yTWJUE9ePGzWIIb8gVacyvR1RKFgwowY0Sa6NMRF9JfsAG-2FE7F_PC7FXyNxfeJY4mmmHQYmPwP5gk-10hX4IoVhA1QIvsgOF33L_xj8jOv2WOxlf432WHpWYpfI8',
    q: '0aWeC720gpg8qxynE87q4UtY4CYwEeOtVBW1K5chP2SGXUSUiYwiM5X9PkBcuoBCuAv4BuuXGUYxc-7p-o7G-XQnYSufpI6Fbj4fAomzCEFP-ooEqnjlVgrtTomgg35wS7XBhSsQXB3acWrTBzsXpF2v9Tmcs_-BV9CtRec08PE',
    dp: 'XvNiWoQ4oJCVPip-W1u3Xz-w-GjPE8oTtMLu_Za6AASImM4b7UImKOMNMFhGRL6HgWP4P-LLrKPPwPf3LsTO4-sqoHbcuvIJtyZ6TV5GY5UzdWsuZQctF7uAqSxd3B-eVbXiJi5OnbmgtSDBgzGxsVMwVlFFli0BLnTqbdlHj3k',
    dq: 'IJS1iCuWRwlzvD_6szhgBl1YVZV5uP4CLOQmwLx-_UQZIZuL3gh6NDwmHCuSfaV7OPEbPbAVTmc7PkIt-LOBtrjXeeF2sPM5R1W-Kf3OZgUIce5LJVcehQ2zrZXz7RuURh_cEF8N7tLw5NluLFyBoxiwRNMMSGj35_bVRtzUvHE',
    qi: 'Ccm4EDzrbxaVYpkZfYp7DI2B2cE2O2Ffdt80IiguH4dW_hV4TPsfO9GOH5GJdk_paCZZV2TppauO-NL_BZ53R-vF2sbSensyZe0c6JvxayMqhe61_Qo5UBWaI_-XRy7VztDY4YM1wywctM7LoDSbfCtSeBuzZSp_6Zi5XxhTEa8',
  },
  ES256: {
    kty: 'EC',
    x: 'cf9mUbtbaJPh3uUoTqlzgoT6y396EODxJIS_2AtZunU',
    y: 'f3nVnsGWz6mt_Ag8oakSK3kj8TpirLpUMOUZfJ-CsVI',
    crv: 'P-256',
    d: '1wcU0EoEc-1le0W1kUq9BRH-AQulky0oLDog2sz2HYs',
  },
  HS256: { kty: 'oct', k: 'eendRYtFgdxYqKrWjWyxq8S6t9Sei6I4URTTBZEPlM0' },
  A256KW: { kty: 'oct', k: '3O2lk6BbbnC6m3Ciqj9DOfo23PWwfYjoYRJgIdDOZdM' },
}

/** TEST KEYS, as above, of the curves that no fake signs with. */
const otherCurves: Readonly<Record<'ES384' | 'ES512', JWK>> = {
  ES384: {
    kty: 'EC',
    x: 'bIe5WIMx03yw-BXsabV_fP5rq2kraXIEm146aCDWwEWdGo79xXSqUyZa11AEMtEn',
    y: 'JkA--siE06cJQAem-uAPUid9LW9ETzOFflF0Q2uAvX6-oQzv0NnIWCpcwOTbIyYn',
    crv: 'P-384',
    d: 'WHZbflRsJaTFtvSDvXylZIhvsAe00I8p-Uz-SRmBS4VPLUKkUzsim6-jD5IIq81M',
  },
  ES512: {
    kty: 'EC',
    x: 'AM6YO6ZHLszvGCL4tVzkX7yuIOj2SK6kvvgo_3ozWllVNWx0Jt921zj4a4b5NiuyeeRrjuuWpneF4GdUJxKWe3TQ',
    y: 'AGjCZX6JK3NQYmUeyD3OBLHqkjT3Ta5rVWYgiG_utSmxuuR4MGpFS747YrgG3LDzPznbYD9acjf8TVMSG_JQp8G2',
    crv: 'P-521',
    d: 'ASocI0A6n2qGwM_Q-aO6s8UEKlB_4y-etrvbUZFVGtwACLinzPrYPkvzecWgBXdMKMKq2mK2yNukt6TjO7iZiz5u',
  },
}

/** What a jwtBuilder can sign with a pair of keys. */
export const pairAlgorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'] as const

export type PairAlgorithm = (typeof pairAlgorithms)[number]

/** baqlab's test key for an algorithm of a jwtBuilder; one RSA key serves all that begin with RS. */
export function builderTestKey(alg: PairAlgorithm): JWK {
  if (alg === 'ES384' || alg === 'ES512') return otherCurves[alg]
  return testKeys[alg === 'ES256' ? alg : 'RS256']
}

/** The half of a test key that may be shown; a symmetric key has none and is returned whole. */
export function publicHalf({ kty, n, e, crv, x, y, ...rest }: JWK): JWK {
  if (kty === 'RSA') return { kty, n: n!, e: e! }
  if (kty === 'EC') return { kty, crv: crv!, x: x!, y: y! }
  return { kty: kty!, ...rest }
}

type Key = CryptoKey | Uint8Array

/** A pair of imported keys: one makes tokens, the other proves them. */
export interface KeyPair {
  readonly making: () => Promise<Key>
  readonly proving: () => Promise<Key>
}

/** The nth test key of an algorithm, from 0; there are three, and the fourth is the first again. */
export function testKey(alg: SigningAlg | 'A256KW', nth: number): JWK {
  const all = [testKeys[alg], ...spareKeys[alg]]
  return all[nth % all.length]!
}

/** The nth test key, each half imported when it is first asked for and then kept. */
export function keyPair(alg: SigningAlg | 'A256KW', nth = 0): KeyPair {
  let making: Promise<Key> | undefined
  let proving: Promise<Key> | undefined
  return {
    making: () => (making ??= importJWK(testKey(alg, nth), alg)),
    proving: () => (proving ??= importJWK(publicHalf(testKey(alg, nth)), alg)),
  }
}
