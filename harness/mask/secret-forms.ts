/** Shorter secrets are everywhere by chance; they are masked by place. */
export const shortestSecret = 3

/** Lines of a key or certificate this long are masked where they stand alone. */
const shortestLine = 8

const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase())

function base64(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const padded = bytes.toString('base64')
  const url = padded.replaceAll('+', '-').replaceAll('/', '_')
  return [padded, padded.replace(/=+$/, ''), url, url.replace(/=+$/, '')]
}

/** As in a path, in a query, in a form and as RFC 3986 has it, with large and small digits. */
function percentEncoded(secret: string): string[] {
  const whole = secret.toWellFormed()
  const component = encodeURIComponent(whole)
  const strict = component.replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const form = new URLSearchParams({ '': whole }).toString().slice(1)
  const forms = [encodeURI(whole), component, strict, strict.replaceAll('%20', '+'), form]
  return [...forms, ...forms.map(lowerHex)]
}

/** As JSON must escape it, and as writers do that escape all but ASCII, or the slash. */
function jsonEscaped(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1)
  const ascii = escaped.replace(
    /[\x7F-\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return [escaped, ascii].flatMap((form) => [form, form.replaceAll('/', '\\/')])
}

/** As character data, and as attributes with either kind of quote. */
function xmlEscaped(secret: string): string[] {
  const text = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const closed = text.replaceAll('>', '&gt;')
  const quoted = closed.replaceAll('"', '&quot;')
  const single = ['&apos;', '&#39;'].map((entity) => quoted.replaceAll("'", entity))
  return [text, text.replaceAll('"', '&quot;'), closed, quoted, ...single]
}

/** Every way in which a secret may stand in a text, itself first. */
export function secretForms(secret: string): ReadonlySet<string> {
  const lines = secret.split(/\r?\n/).filter((line) => line.length >= shortestLine)
  const plain = [secret, ...lines]
  const encodings = [base64, percentEncoded, jsonEscaped, xmlEscaped]
  return new Set([...plain, ...encodings.flatMap((encode) => encode(secret))])
}
