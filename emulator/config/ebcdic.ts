import { rule } from '../rule.ts'

export const ebcdicRead = rule('config.ebcdic', {
  status: 'documented',
  source: 'IBM: code page 01047 (Latin 1, Open Systems); z/OS UNIX ends lines with 0x15',
  says: 'a file in IBM-1047 is read; 0x15 and 0x25 both end a line',
})

/** IBM-1047 as Latin 1: two digits for each byte from 0x00 to 0xFF, thirty-two bytes a line. */
const page1047 = [
  '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f',
  '80818283840a171b88898a8b8c050607909116939495960498999a9b14159e1a',
  '20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293b5e',
  '2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22',
  'd8616263646566676869abbbf0fdfeb1b06a6b6c6d6e6f707172aabae6b8c6a4',
  'b57e737475767778797aa1bfd05bdeaeaca3a5b7a9a7b6bcbdbedda8af5db4d7',
  '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff',
  '5cf7535455565758595ab2d4d6d2d3d530313233343536373839b3dbdcd9da9f',
].join('')

/** Text of IBM-1047 bytes; both new lines of EBCDIC become a line feed. */
export function decode1047(bytes: Uint8Array): string {
  const table = Buffer.from(page1047, 'hex')
  const latin1 = Buffer.from(bytes).map((byte) => table[byte]!)
  return Buffer.from(latin1).toString('latin1').replaceAll('\u0085', '\n')
}

/** In EBCDIC `<` is 0x4C, `?` 0x6F, `!` 0x5A, a blank 0x40, and letters lie at 0x81 to 0xE9. */
export function looksEbcdicXml(bytes: Uint8Array): boolean {
  let start = 0
  while ([0x40, 0x15, 0x25, 0x0d, 0x05].includes(bytes[start] ?? 0)) start++
  const next = bytes[start + 1] ?? 0
  const opens = next === 0x6f || next === 0x5a || (next >= 0x81 && next <= 0xe9)
  return bytes[start] === 0x4c && opens
}

/** Letters and digits of EBCDIC lie above 0x80, where a text in ASCII has nothing. */
export function looksEbcdicText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4000)
  const high = head.reduce((count, byte) => (byte >= 0x81 ? count + 1 : count), 0)
  return high * 2 > head.length && head.some((byte) => byte === 0x7e || byte === 0x15)
}

const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/ // oxlint-disable-line no-control-regex

/** The code page an EBCDIC file declares, where it is another one; or `IBM-037` where it is surely not 1047. */
export function otherPage(text: string): string | undefined {
  const head = text.slice(0, 300)
  const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1]
  const isOther = declared !== undefined && /^(ibm|cp|ebcdic)/i.test(declared)
  if (isOther && !/^(ibm|cp)-?0*1047$/i.test(declared)) return declared
  return control.test(text) ? 'IBM-037' : undefined
}
