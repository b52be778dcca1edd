import { renderMermaidSVG } from 'beautiful-mermaid'

/** A Mermaid diagram as SVG in the colours of the page, under a name for those who do not see it. */
export function mermaidSvg(text: string, label: string): string {
  const svg = renderMermaidSVG(text, {
    bg: 'var(--paper)',
    fg: 'var(--ink)',
    muted: 'var(--ink)',
    line: 'var(--quiet)',
    border: 'var(--line)',
    surface: 'var(--panel)',
    accent: 'var(--c1)',
    font: 'system-ui',
    padding: 12,
    transparent: true,
  })
  // A page that opens offline asks no font of anybody.
  const offline = svg.replace(/@import url\([^)]*\);/g, '')
  const escaped = label.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return offline.replace('<svg ', `<svg role="img" aria-label="${escaped}" `)
}
