import type { RoleMapping, RoleRule } from '../../emulator/inbound/index.ts'
import { suggestName } from '../../emulator/index.ts'
import { foldId, type SafDefinitions } from '../../emulator/saf/index.ts'
import { refuse, refuseName, type Found } from './found.ts'
import { itemsOf, keyAt, nodeAt, textOf, type Tree } from './tree.ts'

/** A mapping of roles, each of its users known to the security manager and able to log on. */
export function readRoleMapping(
  tree: Tree,
  saf: SafDefinitions | undefined,
  found: Found,
): RoleMapping {
  const inherited = claimOf(nodeAt(tree, ['claim'])) ?? 'roles'
  const items = itemsOf(nodeAt(tree, ['rules']))
  if (items.length === 0) {
    const help = 'write a rule, as "{ api: accounts, role: teller, user: TECHRO }"'
    refuse(found, 'NOTHING-HAPPENS', 'no role is mapped', tree.at, help)
  }
  const rules = items.flatMap((item) => ruleOf(item, inherited, found) ?? [])
  const users = [...items, tree].flatMap((item) => {
    const node = nodeAt(item, [item === tree ? 'otherwise' : 'user'])
    return node ? [node] : []
  })
  for (const node of users) checkUser(node, saf, found)
  const otherwise = nodeAt(tree, ['otherwise'])
  if (!otherwise) return { rules }
  return { rules, otherwise: { user: foldId(textOf(otherwise)), at: otherwise.at } }
}

function ruleOf(tree: Tree, inherited: RoleRule['claim'], found: Found): RoleRule | undefined {
  const api = nodeAt(tree, ['api'])
  const application = nodeAt(tree, ['application'])
  if (api && application) {
    const said = 'a rule is for APIs or for applications'
    return refuse(found, 'BAD-VALUE', said, keyAt(tree, ['application']), 'make it two rules')
  }
  const pattern = textOf(api ?? application) || '*'
  return {
    target: { kind: application ? 'application' : 'api', pattern },
    claim: claimOf(nodeAt(tree, ['claim'])) ?? inherited,
    role: textOf(nodeAt(tree, ['role'])),
    user: foldId(textOf(nodeAt(tree, ['user']))),
    at: tree.at,
  }
}

const claimOf = (tree: Tree | undefined): RoleRule['claim'] | undefined =>
  tree?.kind === 'list' ? tree.items.map(textOf) : tree && textOf(tree)

function checkUser(node: Tree, saf: SafDefinitions | undefined, found: Found): void {
  const id = foldId(textOf(node))
  const user = saf?.users.get(id)
  if (user?.revoked) {
    const help = `ALTUSER ${id} RESUME, or map to another user`
    refuse(found, 'REVOKED-USER', `the user "${textOf(node)}" is revoked`, node.at, help)
  } else if (!saf) {
    const help = 'describe the security manager under "saf:"'
    refuse(
      found,
      'UNKNOWN-NAME',
      `there is no user "${textOf(node)}": there is no saf`,
      node.at,
      help,
    )
  } else if (!user) {
    const known = [...saf.users.keys()]
    if (saf.groups.has(id)) {
      const said = `"${textOf(node)}" is a group, and a request runs as a user`
      refuse(found, 'UNKNOWN-NAME', said, node.at, suggestName(id, known))
    } else refuseName(found, 'user', textOf(node), known, node.at)
  }
}
