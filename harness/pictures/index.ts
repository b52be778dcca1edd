import type { Comparison } from '../savings/model.ts'

const load = {
  html: async () => (await import('./comparison-html.ts')).comparisonHtml,
  markdown: async () => (await import('./comparison-markdown.ts')).comparisonMarkdown,
} satisfies Record<string, () => Promise<(comparison: Comparison) => string>>

export type PictureName = keyof typeof load

/** The pictures of a comparison by the names of their reporters. */
export const pictureNames = Object.keys(load) as readonly PictureName[]

/** Loads what the picture needs, and no other, and draws it. */
export async function drawComparison(name: PictureName, comparison: Comparison): Promise<string> {
  const render = await load[name]()
  return render(comparison)
}
