import { refuse, unsupportedOperation, unsupportedPath, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import type { Mount } from './mount-table.ts'

/** Whether a server that asks first who is to be locked out if the login fails, is not told. */
export const namesNobody = (call: Call, { engine, settings }: Mount): boolean =>
  call.product.asksWhoFirst &&
  engine.whoLogsIn !== undefined &&
  settings.lockout?.isDisabled !== true &&
  !engine.whoLogsIn(call)

/** Whether a path asks for what is below one that has nothing below it. */
export const isBelowLeaf = ({ operation, path }: Call, { engine }: Mount): boolean =>
  (operation === 'list' || operation === 'scan') && engine.leaves?.test(path.slice(0, -1)) === true

/** The answer of a mount whose plugin has another name than others of its type says that name. */
export function inNameOf(
  { plugin }: Mount,
  answer: Answer | Promise<Answer>,
): Answer | Promise<Answer> {
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
