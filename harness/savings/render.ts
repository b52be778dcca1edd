import type { Comparison } from './model.ts'
import type { CompareReporter } from './reporters.ts'
import { renderText, type TextOptions } from './render-text.ts'

/** A comparison in words or as data, its last line ended. */
export function renderComparison(
  comparison: Comparison,
  reporter: Exclude<CompareReporter, 'html' | 'markdown'>,
  options: TextOptions,
): string {
  switch (reporter) {
    case 'pretty':
      return renderText(comparison, options)
    case 'json':
      return `${JSON.stringify(comparison, undefined, 2)}\n`
  }
}
