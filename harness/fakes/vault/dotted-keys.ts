import { listed, refuse, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import type { Mount } from './mount-table.ts'
import type { MountType } from './mounts.ts'

/** Paths below a mount of each type that end in a name by which the storage keeps something. */
const keys: Readonly<Partial<Record<MountType, RegExp>>> = {
  'kv-v1': /^/,
  cubbyhole: /^/,
  userpass: /^users\//,
  approle: /^role\//,
  cert: /^certs\//,
  jwt: /^role\//,
  token: /^roles\//,
  sys: /^polic(y|ies\/acl)\//,
  identity: /^oidc\/(key|role)\//,
}

/** The refusal of a name with two dots in it, where the storage of a server takes them for a way up. */
export function refusedForDots(
  { operation, path, product }: Call,
  { type }: Mount,
): Answer | undefined {
  if (!product.refusesDottedKeys || !path.includes('..') || !keys[type]?.test(path))
    return undefined
  const isSecret = type === 'kv-v1' || type === 'cubbyhole'
  return isSecret && isWrite(operation)
    ? refuse(500, listed('internal error'))
    : refuse(400, listed('relative paths not supported'))
}
