import { refuse, refuseName, type Found } from './found.ts'
import type { Step } from './model.ts'
import { isIssuer, type Known } from './names.ts'
import type { StepsWritten } from './schema/steps.ts'
import { nodeAt, placeAt, type Tree } from './tree.ts'

type StepOf<K extends Step['kind']> = Omit<Extract<Step, { kind: K }>, 'at' | 'text' | 'expect'>

/** A new signing key, for a service that signs. */
export function rotateOf(
  written: StepsWritten['rotate']['rotate'] | undefined,
  tree: Tree,
  known: Known,
  found: Found,
): StepOf<'rotate'> | undefined {
  if (written === undefined) return undefined
  const { service, drop = false } = typeof written === 'string' ? { service: written } : written
  const at = placeAt(tree, typeof written === 'string' ? ['rotate'] : ['rotate', 'service'])
  if (!isIssuer(service, at, known, found)) return undefined
  const options = known.services.get(service)
  if (options && !('token' in options && options.token.kind !== 'opaque')) {
    const said = `"${service}" has no keys: its tokens are not signed`
    return refuse(found, 'BAD-VALUE', said, at, 'name a jwt or an oauth service that signs')
  }
  return { kind: 'rotate', service, drop }
}

/** How far clocks are off, each of a service of ours. */
export function skewOf(
  written: Readonly<Record<string, number>> | undefined,
  tree: Tree,
  known: Known,
  found: Found,
): StepOf<'skew'> | undefined {
  if (written === undefined) return undefined
  const inner = nodeAt(tree, ['skew'])!
  const names = Object.keys(written)
  if (names.length === 0)
    return refuse(found, 'NOTHING-HAPPENS', 'no clock is named', inner.at, 'write { auth: -30s }')
  const wrong = names.filter((name) => !hasClock(name, inner, known, found))
  return wrong.length > 0 ? undefined : { kind: 'skew', skewsMs: written }
}

function hasClock(name: string, tree: Tree, { services }: Known, found: Found): boolean {
  const at = tree.kind === 'map' ? tree.entries.get(name)!.key : tree.at
  if (!services.has(name)) {
    refuseName(found, 'service', name, services.keys(), at)
    return false
  }
  if (services.get(name)?.kind !== 'outside') return true
  const said = `"${name}" is a real server, and its clock is its own`
  refuse(found, 'BAD-VALUE', said, at, 'name a service of baqlab')
  return false
}

/** Another server.xml. */
export function configStepOf(
  written: string | undefined,
  tree: Tree,
  known: Known,
): StepOf<'config'> | undefined {
  const config = written === undefined ? undefined : known.configAt(nodeAt(tree, ['config'])!)
  return config && { kind: 'config', config }
}

/** The step in words. */
export function serverStepText(does: StepOf<'rotate'> | StepOf<'skew'> | StepOf<'config'>): string {
  switch (does.kind) {
    case 'rotate':
      return `rotate ${does.service}${does.drop ? ' and drop the old keys' : ''}`
    case 'skew':
      return `skew ${Object.keys(does.skewsMs).join(', ')}`
    case 'config':
      return `config ${does.config.file}`
  }
}
