import type { X509Certificate } from 'node:crypto'

/** The names in a certificate that a role may ask for. */
export interface CertNames {
  readonly common: readonly string[]
  readonly units: readonly string[]
  readonly organizations: readonly string[]
  readonly dns: readonly string[]
  readonly email: readonly string[]
  readonly uri: readonly string[]
}

/** All names of a certificate. */
export function namesOf({ subject, subjectAltName = '' }: X509Certificate): CertNames {
  const ofSubject = (key: string): string[] =>
    [...subject.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, name]) => name!)
  const alternatives = (kind: string): string[] =>
    subjectAltName
      .split(', ')
      .filter((each) => each.startsWith(`${kind}:`))
      .map((each) => each.slice(kind.length + 1))
  return {
    common: ofSubject('CN'),
    units: ofSubject('OU'),
    organizations: ofSubject('O'),
    dns: alternatives('DNS'),
    email: alternatives('email'),
    uri: alternatives('URI'),
  }
}

/** Whether a name has a pattern with `*` at either end. */
export function fits(name: string, pattern: string): boolean {
  const middle = pattern.replace(/^\*|\*$/g, '')
  if (pattern.startsWith('*') && pattern.endsWith('*')) return name.includes(middle)
  if (pattern.startsWith('*')) return name.endsWith(middle)
  return pattern.endsWith('*') ? name.startsWith(middle) : name === pattern
}
