import {
  noContent,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const byConfiguration =
  'cannot enable audit device via API; use declarative, config-based audit device management instead'

/**
 * Audit devices, of which there are none: OpenBao has them in its configuration. Undefined for other paths.
 * @see https://openbao.org/docs/audit/
 */
export function answerOnAudit(call: Call): Answer | undefined {
  const { operation } = call
  const [, hashes, name] = /^audit(-hash)?(?:\/(.+))?$/.exec(call.path.replace(/\/$/, '')) ?? []
  if (!/^audit(-hash)?(\/|$)/.test(call.path)) return undefined
  if (hashes)
    return name !== undefined && isWrite(operation) ? hash(call, name) : unsupportedOperation
  if (operation === 'list') return unsupportedPath
  if (name === undefined)
    return operation === 'read'
      ? reply({ data: {}, isFlat: true, mountType })
      : unsupportedOperation
  if (operation === 'delete') return noContent
  return isWrite(operation) ? refuse(400, byConfiguration) : unsupportedOperation
}

const hash = (call: Call, name: string): Answer =>
  answerOn(call, { input: 'text' }, ({ input }) =>
    input
      ? refuse(400, `unknown audit backend "${name}/"`)
      : refuse(400, 'the "input" parameter is empty'),
  )
