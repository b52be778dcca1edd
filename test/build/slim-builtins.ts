import type { Plugin } from 'rolldown'

/**
 * Built-in modules whose ES import is slow, because it reads every property they have and loads what
 * stands behind each: `node:process` and `node:util` cost 10 ms between them. Asked for by
 * getBuiltinModule they cost nothing. commander imports `node:child_process` for a feature we do not
 * use; what starts a real server takes it when it starts one.
 */
const slim: Readonly<Record<string, string>> = {
  'node:process':
    'export default globalThis.process; export const nextTick = globalThis.process.nextTick',
  'node:util': `
    const util = globalThis.process.getBuiltinModule('node:util')
    export const { isDeepStrictEqual, stripVTControlCharacters, styleText } = util`,
  'node:child_process': `
    export const spawn = (...args) =>
      globalThis.process.getBuiltinModule('node:child_process').spawn(...args)
    export default { spawn }`,
}

const prefix = '\0slim:'

/** Puts modules of ours in the place of slow built-in ones; an export they lack fails the build. */
export function slimBuiltins(): Plugin {
  return {
    name: 'slim-builtins',
    resolveId: (id) => (id in slim ? `${prefix}${id}` : undefined),
    load: (id) => (id.startsWith(prefix) ? slim[id.slice(prefix.length)] : undefined),
  }
}
