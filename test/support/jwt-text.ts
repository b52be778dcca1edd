const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A signed JWT as text; nobody verifies its signature. */
export const jwsText = (claims: object): string => `${part({ alg: 'RS256' })}.${part(claims)}.c2ln`

/** An encrypted JWT as text: only its header can be read. */
export const jweText = `${part({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a2V5.aXY.dGV4dA.dGFn`

/** Seconds since 1970 for a moment in milliseconds, as an exp claim is written. */
export const seconds = (ms: number): number => ms / 1000
