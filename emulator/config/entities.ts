const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const entity = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9A-Fa-f]{1,6}));/g

// oxlint-disable-next-line no-control-regex -- exactly the characters that XML 1.0 does not allow
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

/** The offset of the first character that XML does not allow, or -1. */
export const firstForbidden = (text: string): number => text.search(forbidden)

/** An `&` that begins nothing XML knows: where it stands, and what was meant as an entity. */
export interface BadEntity {
  readonly offset: number
  readonly shown: string
}

/** Finds every `&` that is no entity; linear in the text. */
export function* badEntities(text: string): Generator<BadEntity> {
  if (!text.includes('&')) return
  const good = new Set<number>()
  for (const found of text.matchAll(entity)) if (meaning(found) !== undefined) good.add(found.index)
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    if (good.has(at)) continue
    const name = /^&[#\w]{1,20};/.exec(text.slice(at, at + 24))?.[0]
    yield { offset: at, shown: name ?? '&' }
  }
}

/** Replaces the entities that XML knows; the others stay as they are. */
export const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(entity, (whole, ...groups: (string | undefined)[]) => {
        return meaning([whole, ...groups]) ?? whole
      })
    : text

/** The character an entity stands for, if XML allows it. */
function meaning([, name, decimal, hex]: readonly (string | undefined)[]): string | undefined {
  if (name !== undefined) return named[name]
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal)
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  if (!(code > 0 && code <= 0x10ffff) || isSurrogate) return undefined
  const character = String.fromCodePoint(code)
  return forbidden.test(character) ? undefined : character
}
