import { X509Certificate } from 'node:crypto'
import type { Identity } from './certificates.ts'

/** What a server wants to see of the certificate of a client; nothing in it: any will do. */
export interface CertificateDemand {
  /** The subject, as `CN=ims, O=Bank`, or its common name as `CN=ims`. */
  readonly subject?: string
  /** The certificate itself, or one that vouches for it, as PEM. */
  readonly ca?: string
  /** Whether a client may come without one: who asks for it then is the service. */
  readonly isOptional?: boolean
}

/** The certificate that a client shows. */
export interface ShownCertificate {
  readonly subject: string
  /** Absent where baqlab stands in for a key store it cannot read: nobody vouches for that one. */
  readonly certificate?: X509Certificate
}

/** What a sender can prove itself with. */
export interface ClientIdentity extends ShownCertificate {
  /** The private key and the chain, made or exported when a socket needs them; absent for others' requests. */
  readonly material?: () => Promise<Identity>
}

/** Why a server turns a certificate down; undefined where it is the right one. */
export function whyTurnedDown(
  { subject, ca, isOptional }: CertificateDemand,
  shown: ShownCertificate | undefined,
): string | undefined {
  if (!shown) return isOptional ? undefined : 'a client certificate is needed'
  if (subject !== undefined && !hasSubject(shown.subject, subject))
    return 'the client certificate is another one'
  if (ca === undefined || isVouchedFor(shown.certificate, new X509Certificate(ca))) return undefined
  return 'the client certificate is not trusted'
}

const hasSubject = (own: string, wanted: string): boolean => {
  const parts = own.split(', ')
  return wanted.split(/,\s*/).every((part) => parts.includes(part))
}

const isVouchedFor = (own: X509Certificate | undefined, by: X509Certificate): boolean =>
  own !== undefined &&
  (own.fingerprint256 === by.fingerprint256 || (own.checkIssued(by) && own.verify(by.publicKey)))

/** A subject on one line, as it is usually written: `CN=ims, O=Bank`. */
export const subjectLine = (subject: string): string => subject.split('\n').join(', ')

/** What a service that runs answers a client with a wrong certificate. */
export const turnedDown: Readonly<
  Record<string, { readonly status: number; readonly error: string }>
> = {
  oauth: { status: 401, error: 'invalid_client' },
  jwt: { status: 401, error: 'unauthorized' },
  vault: { status: 400, error: 'invalid certificate or no client certificate supplied' },
  api: { status: 403, error: 'forbidden' },
}
