import type { readFiles } from './server-xml.ts'

/** A server of the elements that are given, one a line. */
export const xml = (...elements: readonly string[]): string =>
  `<server>\n${elements.join('\n')}\n</server>`

/** The server.xml that includes others. */
export const top = (...elements: readonly string[]): string =>
  xml(
    '<featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>',
    ...elements,
  )

/** An element whose user tells which file was read last. */
export const user = (value: string): string =>
  `<zosconnect_authData id="a" user="${value}" password="p"/>`

export const include = (location: string, more = ''): string =>
  `<include location="${location}" ${more}/>`

export const userOf = (read: ReturnType<typeof readFiles>): string | undefined =>
  read.config?.authData.get('a')?.user?.value
