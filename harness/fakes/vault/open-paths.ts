import { refuse, unsupportedOperation, unsupportedPath, type Answer } from './answer.ts'
import { readFields } from './body.ts'
import { refusedForDots } from './dotted-keys.ts'
import { isMisnamed } from './captured-fields.ts'
import type { Call } from './engine.ts'
import { withUntold } from './typed-fields.ts'
import type { VaultToken } from './token.ts'
import type { RawRequest } from './server.ts'
import type { Mount } from './mount-table.ts'

/** Whether a server that asks first who is to be locked out if the login fails, is not told. */
export const namesNobody = (call: Call, { engine, settings }: Mount): boolean =>
  call.product.asksWhoFirst &&
  engine.whoLogsIn !== undefined &&
  settings.lockout?.isDisabled !== true &&
  !engine.whoLogsIn(call)

/** The role that a request would log in to at a mount, whatever its path. */
export function roleOf(
  { body, certificate }: Pick<RawRequest, 'body' | 'certificate'>,
  mount: Mount | undefined,
): string | undefined {
  const fields = readFields(body, undefined)
  if (!fields.ok) return undefined
  return mount?.engine.roleOf?.({ data: fields.data, ...(certificate && { certificate }) })
}

/** What a mount answers to somebody who may ask it. */
export function answerAt(mount: Mount, call: Call, token: VaultToken): Answer | Promise<Answer> {
  if (isBelowLeaf(call, mount) || isMisnamed(mount.type, call.path)) return unsupportedPath
  const schema = call.operation === 'read' ? mount.engine.readsFirst?.(call.path) : undefined
  const answer = () => withUntold(call, mount.engine.handle(call, token), schema)
  return refusedForDots(call, mount) ?? inNameOf(mount, answer())
}

/** What a mount answers to anybody. */
export const openAnswerAt = (mount: Mount, call: Call): Answer | Promise<Answer> =>
  isMisnamed(mount.type, call.path)
    ? unsupportedPath
    : withUntold(call, mount.engine.handle(call, undefined))

/** Whether a path asks for what is below one that has nothing below it. */
const isBelowLeaf = ({ operation, path }: Call, { engine }: Mount): boolean =>
  (operation === 'list' || operation === 'scan') && engine.leaves?.test(path.slice(0, -1)) === true

/** The answer of a mount whose plugin has another name than others of its type says that name. */
function inNameOf({ plugin }: Mount, answer: Answer | Promise<Answer>): Answer | Promise<Answer> {
  if (plugin === undefined) return answer
  if (answer instanceof Promise) return answer.then((each) => inNameOf({ plugin } as Mount, each))
  return answer.kind === 'envelope' ? { ...answer, mountType: plugin } : answer
}

/** What asks for no token does not say which engine answers, and refuses in fewer words. */
export function nameless(answer: Answer | Promise<Answer>): Answer | Promise<Answer> {
  if (answer instanceof Promise) return answer.then(nameless)
  if (answer === unsupportedOperation) return refuse(405, 'unsupported operation')
  if (answer === unsupportedPath) return refuse(404, 'unsupported path')
  return answer.kind === 'envelope' ? { ...answer, mountType: '' } : answer
}
