import { refuse, type Answer } from './answer.ts'
import { isAnswer, openFields, type OpenRequest } from './open-fields.ts'
import { keyBytes, lengthFault } from './unseal-keys.ts'

interface GivenKey {
  readonly key: Uint8Array
  /** Of what the key is given for. */
  readonly nonce: string
}

/** The key of the seal that a request gives, or why it is none; `before` stands before the words on its length. */
export function givenKey(asked: OpenRequest, before = ''): GivenKey | Answer {
  const fields = openFields(asked, { key: 'string', nonce: 'string' })
  if (isAnswer(fields)) return fields
  if (fields.key === '') return refuse(400, "'key' must be specified in request body as JSON")
  const key = keyBytes(fields.key)
  if (!key) return refuse(400, "'key' must be a valid hex or base64 string")
  const fault = lengthFault(key)
  return fault === undefined ? { key, nonce: fields.nonce } : refuse(400, before + fault)
}
