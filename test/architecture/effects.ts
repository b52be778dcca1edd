import { nameOf, walk, type Source, type SyntaxNode } from './source.ts'

/** What reaches outside, and the only files that may do so. */
interface Effect {
  readonly what: string
  readonly home: RegExp
  readonly found: (node: SyntaxNode, around: readonly SyntaxNode[]) => boolean
}

const clockHome = /^emulator\/clock\.ts$/
const processHome = /^harness\/cli\/main\.ts$/
const nowhere = /^$/

const isCallOf = (node: SyntaxNode, object: string, property: string): boolean =>
  node.type === 'MemberExpression' &&
  nameOf(node['object']) === object &&
  nameOf(node['property']) === property

/** A name that is used, and not as the property or the key of something. */
function isReference(node: SyntaxNode, [parent]: readonly SyntaxNode[], name: string): boolean {
  if (nameOf(node) !== name || parent === undefined || parent.type.startsWith('TS')) return false
  const isProperty = parent['property'] === node && parent['computed'] === false
  const isKey = parent['key'] === node && parent['computed'] === false && !parent['shorthand']
  return !isProperty && !isKey && !/^(Import|Export)\w*Specifier$/.test(parent.type)
}

const global = (name: string, home: RegExp): Effect => ({
  what: name,
  home,
  found: (node, around) => isReference(node, around, name),
})

const effects: readonly Effect[] = [
  { what: 'Date.now', home: clockHome, found: (node) => isCallOf(node, 'Date', 'now') },
  { what: 'new Date()', home: clockHome, found: (node) => readsTheDate(node) },
  ...['setTimeout', 'setInterval', 'setImmediate'].map((name) => global(name, clockHome)),
  { what: 'Math.random', home: nowhere, found: (node) => isCallOf(node, 'Math', 'random') },
  ...['randomUUID', 'randomBytes', 'getRandomValues'].map((name) => ({
    what: name,
    home: nowhere,
    found: (node: SyntaxNode) => nameOf(node) === name,
  })),
  ...['process', 'console', 'performance'].map((name) => global(name, processHome)),
  ...['fetch', 'globalThis'].map((name) => global(name, nowhere)),
]

/** `new Date()` and `Date()` read a clock; with an argument they only convert. */
const readsTheDate = (node: SyntaxNode): boolean =>
  (node.type === 'NewExpression' || node.type === 'CallExpression') &&
  nameOf(node['callee']) === 'Date' &&
  (node['arguments'] as readonly unknown[]).length === 0

/** Built-in modules that reach outside, and the only files that may import them. */
const modules: readonly { readonly name: RegExp; readonly home: RegExp }[] = [
  {
    name: /^node:(http|https|net|tls|http2|dgram|dns)(\/|$)/,
    home: /^(harness\/(network|serve)|containers)\//,
  },
  // A dev server that is started reads its settings from a file.
  { name: /^node:(fs)(\/|$)/, home: /^(harness\/cli\/main\.ts$|containers\/)/ },
  { name: /^node:(timers|console|perf_hooks)(\/|$)/, home: nowhere },
  // A turn of the manual clock is a tick; nothing else of the process is taken there.
  { name: /^node:(process)(\/|$)/, home: /^emulator\/clock\.ts$/ },
  { name: /^node:(child_process|worker_threads|cluster)(\/|$)/, home: /^containers\// },
]

/** Every place that reads a clock, rolls dice or touches the process outside its home. */
export const effectsOutsideHome = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, program, lineAt }) => {
    const found: string[] = []
    const strangers = effects.filter(({ home }) => !home.test(path))
    walk(program, (node, around) => {
      for (const { what, found: isFound } of strangers)
        if (isFound(node, around)) found.push(`${path}:${lineAt(node.start)}: ${what}`)
    })
    return [...new Set(found)]
  })

/** Every import of a built-in module that reaches outside, outside its home; types are free. */
export const modulesOutsideHome = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ kind }) => kind !== 'type')
      .filter(({ specifier }) =>
        modules.some(({ name, home }) => name.test(specifier) && !home.test(path)),
      )
      .map(({ specifier, line }) => `${path}:${line}: ${specifier}`),
  )
