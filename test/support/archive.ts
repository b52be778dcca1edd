import { strToU8, zipSync } from 'fflate'

/** An OpenAPI 2 document of one API with these operations, as `GET /employee/{id}`. */
export const openApi = (operations: readonly string[], base = '/cscvinc'): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: {} } }
  }
  return { swagger: '2.0', info: { title: 'cscvinc', version: '1.0.0' }, basePath: base, paths }
}

/** An .ara file of these files; what is no text is written as JSON. */
export const archive = (files: Readonly<Record<string, unknown>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        content instanceof Uint8Array
          ? content
          : strToU8(typeof content === 'string' ? content : JSON.stringify(content)),
      ]),
    ),
    // A ZIP file has local times; this one is the same in every zone.
    { mtime: new Date(2026, 0, 5) },
  )

/** The archive of an API whose calls go through a connection. */
export const apiArchive = (
  connectionRef: string,
  operations: readonly string[] = ['GET /employee/{employee}', 'POST /employee'],
): Uint8Array =>
  archive({
    'api.properties': `connectionRef=${connectionRef}\n`,
    'api-docs/openapi.json': openApi(operations),
  })
