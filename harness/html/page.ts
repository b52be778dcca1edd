import { html, raw } from 'hono/html'
import { styles } from './styles.ts'

/** A piece of HTML whose text is escaped already. */
export type Piece = ReturnType<typeof html>

/** One HTML document that needs nothing beside itself: no script, no font, no request. */
export function page(title: string, body: Piece): string {
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${raw(styles)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `
  // Only what is waited for makes a promise of it, and nothing in a page is.
  if (document instanceof Promise) throw new Error('a page waits for nothing')
  return `${String(document).trim()}\n`
}

/** A cell: its text, how it is set, and a second line in small. */
export interface Cell {
  readonly text: string
  readonly isNumber?: boolean
  readonly small?: string
  readonly tone?: 'saved' | 'more'
}

/** A table that scrolls within itself; the first cell of each row names the row. */
export function table(
  label: string,
  head: readonly Cell[],
  rows: readonly (readonly Cell[])[],
): Piece {
  const classOf = ({ isNumber }: Cell) => (isNumber ? 'number' : '')
  return html`<div class="wide" role="region" aria-label="${label}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => html`<th scope="col" class="${classOf(cell)}">${cell.text}${smallOf(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([first, ...others]) =>
            html`<tr>
              ${first && html`<th scope="row">${first.text}${smallOf(first)}</th>`}${others.map(
                (cell) => html`<td class="${classOf(cell)}">${cell.text}${smallOf(cell)}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}

const smallOf = ({ small, tone }: Cell): Piece | '' =>
  small === undefined ? '' : html`<small class="${tone ?? ''}">${small}</small>`
