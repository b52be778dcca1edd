import type { ReadFile } from '../../emulator/config/index.ts'
import type { CertificateDemand } from '../network/client-certificate.ts'
import { present, refuse, type Found } from './found.ts'
import { beside } from './include.ts'
import { nodeAt, textOf, type Tree } from './tree.ts'

/** What a service wants of the certificate of its clients; undefined where it asks for none. */
export function readDemand(
  service: Tree,
  readFile: ReadFile,
  found: Found,
): CertificateDemand | undefined {
  const node = nodeAt(service, ['clientCertificate'])
  if (!node || textOf(node) === 'false') return undefined
  if (node.kind === 'leaf') return node.value === true ? {} : { subject: textOf(node) }
  const subject = nodeAt(node, ['subject'])
  const ca = nodeAt(node, ['ca'])
  return present({
    subject: subject && textOf(subject),
    ca: ca && readCertificate(ca, readFile, found),
  })
}

/** The text of a PEM file with a certificate. */
export function readCertificate(node: Tree, readFile: ReadFile, found: Found): string | undefined {
  const path = beside(node.at.file, textOf(node))
  const bytes = readFile(path)
  const text = bytes && Buffer.from(bytes).toString('utf8')
  if (text?.includes('-----BEGIN CERTIFICATE-----')) return text
  const said = text === undefined ? `there is no file "${path}"` : `"${path}" holds no certificate`
  const code = text === undefined ? 'FILE-MISSING' : 'BAD-VALUE'
  return refuse(found, code, said, node.at, 'name a PEM file, relative to this one')
}
