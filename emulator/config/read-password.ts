import type { Secret } from '../secret.ts'

/** A password, decoded, or why it cannot be; the reason never holds any of it. */
export type ReadPassword =
  { readonly secret: Secret } | { readonly wrong: string; readonly tries: string }
