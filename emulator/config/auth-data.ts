import type { AuthData } from './model.ts'
import { named, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { readSecret, readText } from './values.ts'

/** Reads `zosconnect_authData`. */
export function readAuthData(source: Source): AuthData {
  const user = readText(source, 'user')
  const password = readSecret(source, 'password')
  for (const name of ['user', 'password']) {
    if (source.element.attributes.has(name)) continue
    const message = `${named(source.element)} has no "${name}"`
    warn(source, 'MISSING-ATTRIBUTE', message, source.element.at, `write ${name}="…"`)
  }
  return {
    id: source.element.id,
    at: source.element.at,
    ...(user && { user }),
    ...(password && { password }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}
