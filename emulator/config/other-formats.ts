/** What a file seems to be that is no server.xml, and what to do; undefined where it may be one. */
export interface OtherFormat {
  readonly what: string
  readonly tries: string
}

const give = 'give a server.xml, or the folder it is in'

/** Looks at how a text begins, which is before any `<server>`. */
export function otherFormat(text: string): OtherFormat | undefined {
  const head = text.slice(0, 2000).trimStart()
  if (/^\{[{%]/.test(head))
    return { what: 'a template', tries: 'check the file that is made from it' }
  if (/<server[\s/>]/.test(text) && !isScenario(head, text)) return undefined
  if (/^[{[]/.test(head)) return { what: 'JSON', tries: give }
  if (/^<!DOCTYPE\s+html/i.test(head))
    return { what: 'an HTML page', tries: 'save the server.xml itself, not the page that shows it' }
  if (beginsAsYaml(head))
    return { what: 'YAML', tries: `${give}; baqlab test and baqlab explain read scenarios` }
  return undefined
}

const beginsAsYaml = (head: string): boolean => /^(#.*\n\s*)*(---\s|[\w-]+:(\s|$))/.test(head)

/** Its drop-ins are XML, but stand indented below a key. */
const isScenario = (head: string, text: string): boolean => beginsAsYaml(head) && !/^</m.test(text)

/** Whether a value is a place-holder of Jinja, Helm, ERB or the like, which somebody fills before Liberty reads it. */
export const isPlaceholder = (value: string): boolean =>
  /\{\{[^{}]*\}\}|\{%[^{}]*%\}|<%[^<>]*%>|^@[\w.]+@$|^__\w+__$|^<[\w -]+>$/.test(value.trim())

/** What a file is by its first bytes, where it is no text at all. */
export function binaryFormat(bytes: Uint8Array): OtherFormat | undefined {
  const head = Buffer.from(bytes.subarray(0, 1000)).toString('latin1')
  if (head.startsWith('PK\u0003\u0004'))
    return { what: 'a ZIP archive, as .ara and .war files are', tries: give }
  if (head.startsWith('\u001f\u008b')) return { what: 'compressed by gzip', tries: 'unpack it' }
  return head.includes('\u0000') ? { what: 'binary', tries: give } : undefined
}
