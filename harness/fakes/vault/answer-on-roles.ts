import { noContent, notFound, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'

/** What a method that keeps roles knows of them; names have no case. */
interface Roles<Role> {
  readonly all: Map<string, Role>
  readonly mountType: string
  readonly shown: (role: Role) => object
  readonly write: (call: Call, name: string) => Answer
}

/** Lists, writes, deletes and reads the roles of an auth method. */
export function answerOnRoles<Role>(
  call: Call,
  written: string,
  { all, mountType, shown, write }: Roles<Role>,
): Answer {
  const { operation } = call
  const name = written.toLowerCase()
  if (name === '') {
    if (operation !== 'list') return unsupportedOperation
    const keys = [...all.keys()].toSorted()
    return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
  }
  if (isWrite(operation)) return write(call, name)
  if (operation === 'delete') {
    all.delete(name)
    return noContent
  }
  if (operation !== 'read') return unsupportedOperation
  const role = all.get(name)
  return role ? reply({ data: shown(role), mountType }) : notFound
}
