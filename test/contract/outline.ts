/** What is another one every time, or secret: a text or a number is only said to be there. */
const changing =
  /^(request_id|client_token|accessor|entity_id|id|lease_id|secret_id|secret_id_accessor|cluster_id|cluster_name|server_time_utc|(issue|expire|created|updated|creation|deletion|last_updated|expiration|last_renewal|last_update)(_time)?|ttl|version|build_date|nonce|encryptions|random_bytes|migration_id|canonical_id|mount_accessor|client_id|token|help|password|reload_id|service_tokens\.total|hostname|api_address|cluster_address|timestamp_installed|otp)$/

/** A request without the ids and accessors in its path. */
export const requestOutline = (method: string, path: string): string =>
  `${method} ${path.replace(uuid, '(uuid)').replace(mounted, '$1_(id)')}`

/** The body of an answer as far as it repeats: its fields, and the values that are the same on every run. */
export function outlineOf(body: string): unknown {
  if (body === '') return ''
  try {
    return outline(JSON.parse(body))
  } catch {
    return body
  }
}

function outline(value: unknown, name = ''): unknown {
  // Each server describes itself in its own words.
  if (name === 'openapi') return '(description)'
  if (Array.isArray(value)) return unique(value.map((each) => outline(each, name)))
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => [
          key.replace(uuid, '(uuid)'),
          outline(each, name === 'service_tokens' ? `${name}.${key}` : key),
        ]),
    )
  // Vault rounds the rest of a lease to whole seconds of its clock: it may be 0 or 1.
  if (
    changing.test(name) &&
    value !== '' &&
    (value !== 0 || name === 'ttl' || name === 'encryptions')
  )
    return typeof value === 'string' || typeof value === 'number' ? `(${typeof value})` : value
  if (typeof value !== 'string') return value
  return value
    .replace(unnamed, '$1_(id)')
    .replace(lease, '(lease)')
    .replace(hmac, '(hmac)')
    .replace(uuid, '(uuid)')
    .replace(accessor, '(accessor)')
    .replace(time, '(time)')
}

/** How many accessors a list has depends on what ran before. */
const unique = (items: readonly unknown[]): readonly unknown[] =>
  items.filter(
    (item, i) => !/^\((uuid|accessor)\)$/.test(String(item)) || items.indexOf(item) === i,
  )

/** The shape of a body: what repeats of it, but for words. */
export const shapeOf = (body: string): string => JSON.stringify(wordless(outlineOf(body)))

/** The same without the words of errors and warnings, which are each server's own. */
export function wordless(body: unknown): unknown {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return body
  const said = Object.entries(body).map(([name, value]) =>
    /^(errors|warnings|error)$/.test(name) ? [name, wordsGone(value)] : [name, wordless(value)],
  )
  return Object.fromEntries(said)
}

function wordsGone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(wordsGone)
  return typeof value === 'string' ? '(text)' : value
}

/** A name that a server gives to what nobody has named. */
const unnamed = /\b(entity|group)_[0-9a-f]{8}\b/g
const mounted = /\b(auth_[a-z]+)_[0-9a-f]{8}\b/g
const lease = /\bh[0-9a-f]{64}\b/g
const hmac = /\bhmac-sha256:[0-9a-f]{64}\b/g

const accessor = /\b[A-Za-z0-9]{24}\b/g

const uuid = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const time = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/g
