/** One bar: its label and its length. */
export interface Bar {
  readonly label: string
  readonly value: number
}

/** Bars of text, the longest `width` characters wide, each with its number; a bar that is not zero can be seen. */
export function barChart(bars: readonly Bar[], width = 50): string {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const labels = Math.max(...bars.map(({ label }) => label.length))
  return bars
    .map(({ label, value }) => {
      const length = value > 0 ? Math.max(1, Math.round((value / most) * width)) : 0
      return `  ${label.padEnd(labels)}  ${'█'.repeat(length)} ${value}\n`
    })
    .join('')
}
