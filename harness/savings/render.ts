import type { Comparison } from './model.ts'
import type { CompareReporter } from './reporters.ts'
import { renderText, type TextOptions } from './render-text.ts'

/** A comparison in the form asked for, its last line ended. */
export function renderComparison(
  comparison: Comparison,
  reporter: CompareReporter,
  options: TextOptions,
): string {
  switch (reporter) {
    case 'pretty':
      return renderText(comparison, options)
    case 'json':
      return `${JSON.stringify(comparison, undefined, 2)}\n`
  }
}
