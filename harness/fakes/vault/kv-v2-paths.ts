import { notFound, reply, unsupportedOperation, type Answer } from './answer.ts'
import type { Call } from './engine.ts'

/** What the root of an area answers, where only secrets are. */
export function rootAnswer({ operation, path }: Call): Answer {
  if (operation === 'list') return unsupportedOperation
  if (path.endsWith('/')) return notFound
  const warning = 'Non-listing operations on the root of a K/V v2 mount are not supported.'
  return reply({ warnings: [warning] }, 404)
}

const cliVerb = {
  read: 'get',
  list: 'list',
  scan: 'scan',
  delete: 'delete',
  create: 'put',
  update: 'put',
  patch: 'patch',
  head: 'get',
}

/** The mistake of everybody who reads `secret/app` where only `secret/data/app` can be read. */
export const invalidPath = ({ operation, product }: Call): Answer =>
  reply(
    {
      warnings: [
        'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate ' +
          `API endpoints to use. If using the ${product.name} CLI, use ` +
          `'${product.command} kv ${cliVerb[operation]}' for this operation.`,
      ],
    },
    404,
  )
