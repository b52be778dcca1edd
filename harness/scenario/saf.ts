import {
  foldId,
  foldProfile,
  noDefinitions,
  readRacfCommands,
  type DistributedFilter,
  type SafClass,
  type SafDefinitions,
  type SafProfile,
  type SafUser,
} from '../../emulator/saf/index.ts'
import type { ReadFile } from '../../emulator/config/index.ts'
import { suggestName, type Place } from '../../emulator/index.ts'
import { refuse, refuseName, type Found } from './found.ts'
import { beside } from './include.ts'
import { entriesOf, itemsOf, nodeAt, textOf, type Tree } from './tree.ts'

/** Where files come from, and where their texts and secrets go. */
export interface SafFiles {
  readonly readFile: ReadFile
  /** File to text, for excerpts. */
  readonly sources: Map<string, string>
  readonly secrets: Set<string>
}

const classes: readonly (readonly [key: string, cls: SafClass])[] = [
  ['surrogat', 'SURROGAT'],
  ['appl', 'APPL'],
  ['ejbrole', 'EJBROLE'],
  ['tims', 'TIMS'],
  ['db2', 'MDSNTB'],
]

/** The security manager of a scenario: its data, and the RACF commands on top of it. */
export function readSaf(tree: Tree, files: SafFiles, found: Found): SafDefinitions {
  const users = usersOf(nodeAt(tree, ['users']), found)
  const groups = groupsOf(tree, users, found)
  const profiles = new Map(classes.map(([key, cls]) => [cls, profilesOf(tree, key, cls)]))
  const filters = itemsOf(nodeAt(tree, ['filters'])).map(filterOf)
  const data: SafDefinitions = { ...noDefinitions, users, groups, profiles, filters }
  const definitions = withCommands(data, nodeAt(tree, ['racf']), files, found)
  tellStrangers(tree, definitions, found)
  return definitions
}

function usersOf(tree: Tree | undefined, found: Found): ReadonlyMap<string, SafUser> {
  const users = new Map<string, SafUser>()
  const entries =
    tree?.kind === 'map'
      ? entriesOf(tree).map(([name, { key, value }]) => [name, key, value] as const)
      : itemsOf(tree).map((item) => [textOf(item), item.at, undefined] as const)
  for (const [name, at, more] of entries) {
    const id = foldId(name)
    if (!isId(name)) refuseId(name, at, found)
    else if (users.has(id))
      refuse(found, 'DUPLICATE-NAME', `"${name}" is there twice`, at, 'remove one of them')
    else users.set(id, userOf(more))
  }
  return users
}

const userOf = (tree: Tree | undefined): SafUser => ({
  groups: new Set(itemsOf(tree && nodeAt(tree, ['groups'])).map((item) => foldId(textOf(item)))),
  revoked: isTrue(tree, 'revoked'),
  restricted: isTrue(tree, 'restricted'),
})

function isTrue(tree: Tree | undefined, name: string): boolean {
  const node = tree && nodeAt(tree, [name])
  return node?.kind === 'leaf' && node.value === true
}

function groupsOf(
  tree: Tree,
  users: ReadonlyMap<string, SafUser>,
  found: Found,
): ReadonlySet<string> {
  const groups = new Set([...users.values()].flatMap((user) => [...user.groups]))
  for (const item of itemsOf(nodeAt(tree, ['groups']))) {
    const name = textOf(item)
    if (isId(name)) groups.add(foldId(name))
    else refuseId(name, item.at, found)
  }
  for (const [name, { value }] of entriesOf(nodeAt(tree, ['users'])))
    for (const item of itemsOf(nodeAt(value, ['groups'])))
      if (!isId(textOf(item))) refuseId(textOf(item), item.at, found)
      else if (users.has(foldId(textOf(item)))) {
        const said = `"${textOf(item)}" is a user: "${name}" cannot be connected to it`
        refuse(found, 'BAD-VALUE', said, item.at, 'name a group')
      }
  return groups
}

function profilesOf(tree: Tree, key: string, cls: SafClass): ReadonlyMap<string, SafProfile> {
  const profiles = new Map<string, SafProfile>()
  for (const [name, { value }] of entriesOf(nodeAt(tree, [key]))) {
    const permits = itemsOf(value).map((item) => [foldId(textOf(item)), 'READ'] as const)
    profiles.set(foldProfile(cls, name), { uacc: 'NONE', permits: new Map(permits) })
  }
  return profiles
}

function filterOf(tree: Tree): DistributedFilter {
  const text = (name: string) => textOf(nodeAt(tree, [name]))
  const label = text('label')
  const filter = { user: text('user'), registry: text('registry'), saf: foldId(text('saf')) }
  return label === '' ? filter : { ...filter, label }
}

function withCommands(
  data: SafDefinitions,
  tree: Tree | undefined,
  { readFile, sources, secrets }: SafFiles,
  found: Found,
): SafDefinitions {
  let definitions = data
  for (const item of itemsOf(tree)) {
    const name = textOf(item)
    const file = beside(item.at.file, name)
    const bytes = name === '' ? undefined : readFile(file)
    if (!bytes) {
      const help = 'write its path relative to this file'
      if (name !== '') refuse(found, 'FILE-MISSING', `there is no file "${file}"`, item.at, help)
      continue
    }
    const text = Buffer.from(bytes).toString('utf8')
    sources.set(file, text)
    for (const secret of passwordsIn(text)) secrets.add(secret)
    const read = readRacfCommands(text, file, definitions)
    found.push(...read.problems)
    definitions = read.definitions
  }
  return definitions
}

/** A job that defines users may hold their first passwords. */
const passwordsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b(?:PASSW?O?R?D?|PHRASE)\s*\(\s*(?:'((?:[^']|'')*)'|([^\s)']+))/gi)].flatMap(
    ([, quoted, plain]) => quoted?.replaceAll("''", "'") ?? plain ?? [],
  )

/** Names of access lists and filters that nobody defined. */
function tellStrangers(tree: Tree, { users, groups }: SafDefinitions, found: Found): void {
  const known = [...users.keys(), ...groups]
  for (const [key] of classes)
    for (const [, { value }] of entriesOf(nodeAt(tree, [key])))
      for (const item of itemsOf(value)) {
        const id = foldId(textOf(item))
        if (id === '*' || id === '' || known.includes(id)) continue
        const said = `there is no user and no group "${textOf(item)}"`
        refuse(found, 'UNKNOWN-NAME', said, item.at, suggestName(id, known))
      }
  for (const item of itemsOf(nodeAt(tree, ['filters']))) {
    const saf = nodeAt(item, ['saf'])
    const id = foldId(textOf(saf))
    if (saf && id !== '' && !users.has(id)) refuseName(found, 'user', id, users.keys(), saf.at)
  }
}

const isId = (name: string): boolean => /^[A-Za-z#$@][A-Za-z0-9#$@]{0,7}$/.test(name)

const refuseId = (name: string, at: Place, found: Found): undefined =>
  refuse(
    found,
    'BAD-VALUE',
    `"${name}" cannot be a user ID or a group name`,
    at,
    'use 1 to 8 of A-Z, 0-9, #, $ and @, not beginning with a digit',
  )
