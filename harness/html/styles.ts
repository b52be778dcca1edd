/** Colours by their use, for light and for dark, and a layout that a narrow window keeps readable. */
export const styles = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f5f6f8; --ink: #1b1f27; --quiet: #555e6e; --line: #d5d9e0;
  --c1: #1f5fbf; --c2: #b4540a; --c3: #0f7b5f; --c4: #8a3ea8; --c5: #a3294f; --c6: #5b6472;
  --good: #0f6b4f; --bad: #a3294f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --panel: #1d2229; --ink: #e8ebf0; --quiet: #a5aebd; --line: #3a424e;
    --c1: #7fb0ff; --c2: #ffab66; --c3: #5fd3ae; --c4: #d59bf0; --c5: #ff92b0; --c6: #b3bcc9;
    --good: #6fdcb6; --bad: #ff92b0;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 64rem;
  background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .4rem; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 2.6rem 0 .8rem; }
p { margin: .5rem 0; max-width: 48rem; }
.quiet { color: var(--quiet); }
.badge {
  display: inline-block; padding: .05rem .5rem; border: 1px solid var(--line); border-radius: 1rem;
  font-size: .8rem; color: var(--quiet); background: var(--panel); white-space: nowrap;
}
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .8rem; margin: 1.4rem 0; }
.card { background: var(--panel); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem; }
.card b { display: block; font-size: 1.65rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.card span { display: block; }
.wide { overflow-x: auto; margin: .6rem 0; }
.wide:focus-visible, summary:focus-visible { outline: 2px solid var(--c1); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--quiet); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; min-width: 11rem; }
tbody th, thead th:first-child { position: sticky; left: 0; background: var(--paper); }
td.number, th.number { text-align: right; white-space: nowrap; }
td small, th small { display: block; color: var(--quiet); font-weight: 400; }
th.number { min-width: 8.5rem; white-space: normal; text-wrap: balance; }
th small { text-wrap: balance; white-space: normal; }
td small.saved { color: var(--good); }
td small.more { color: var(--bad); }
figure { margin: 1rem 0 1.6rem; }
figcaption { margin-bottom: .4rem; font-weight: 600; }
figcaption small { display: block; font-weight: 400; color: var(--quiet); }
figure svg { display: block; width: 100%; height: auto; }
figure .narrow { display: none; }
@media (max-width: 40rem) {
  body { padding: 1.2rem .9rem 3rem; }
  h1 { font-size: 1.4rem; }
  tbody th { min-width: 7.5rem; }
  table { font-size: .85rem; }
  th, td { padding: .35rem .5rem; }
  figure .broad { display: none; }
  figure .narrow { display: block; }
}
figure .diagram svg { width: auto; max-width: none; zoom: 1.15; }
figure .diagram text { font-size: 10px; }
header, li { overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: .6rem; margin: .6rem 0; padding: 0 1rem; }
details[open] { padding-bottom: .8rem; }
summary { cursor: pointer; padding: .6rem 0; font-weight: 600; }
figure details { border: 0; padding: 0; font-size: .9rem; margin: 0; }
figure summary { font-weight: 400; color: var(--quiet); }
pre, code { font: .88em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; overflow-x: auto; }
td code { white-space: nowrap; }
@media print { body { max-width: none; } details { break-inside: avoid; } }
`
