interface MediaRange {
  readonly type: string
  readonly refused: boolean
}

function readRange(text: string): MediaRange {
  const [type = '', ...parameters] = text.split(';').map((each) => each.trim().toLowerCase())
  return { type, refused: parameters.some((each) => /^q=0(\.0{0,3})?$/.test(each)) }
}

/** Whether an Accept header allows a media type: its most specific range decides, absent allows all. */
export function accepts(header: string | null, type: string): boolean {
  if (header === null || header.trim() === '') return true
  const ranges = header.split(',').map(readRange)
  const wanted = [type, `${type.split('/')[0]}/*`, '*/*']
  const found = wanted.map((each) => ranges.find((range) => range.type === each))
  return found.find((range) => range)?.refused === false
}
