import { refuse, reply, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { answerOn } from './typed-fields.ts'

/**
 * A new root token, from what its maker was told and the one-time password: undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/decode-token
 */
export function answerOnDecoding(call: Call): Answer | undefined {
  if (call.path !== 'decode-token') return undefined
  if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
  const schema = { encoded_token: 'text', otp: 'text' } as const
  return answerOn(call, schema, ({ encoded_token: encoded = '', otp = '' }) => {
    const { status, whyEmpty } = call.product.tokenDecoding
    const bytes = Buffer.from(encoded, 'base64')
    const wrong = whyEmpty(encoded, otp) ?? illegalBase64(encoded) ?? unequal(bytes, otp)
    if (wrong !== undefined) return refuse(status, wrong)
    return reply({ data: { token: xor(bytes, otp).toString() } })
  })
}

/** The bytes of a text, each changed by one of a password of that length; and back again. */
export const xor = (text: Uint8Array, password: string): Buffer => {
  const other = Buffer.from(password)
  return Buffer.from(text.map((byte, i) => byte ^ other[i]!))
}

/** Base64 without padding. */
function illegalBase64(text: string): string | undefined {
  const stray = /[^A-Za-z0-9+/]/.exec(text)?.index
  const at = stray ?? (text.length % 4 === 1 ? text.length - 1 : undefined)
  if (at === undefined) return undefined
  return `error decoding base64'd token: illegal base64 data at input byte ${at}`
}

const unequal = ({ length }: Uint8Array, password: string): string | undefined =>
  length === Buffer.byteLength(password)
    ? undefined
    : `error xoring token: length of byte slices is not equivalent: ${length} != ${Buffer.byteLength(password)}`
