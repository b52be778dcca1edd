import { bare, type Answer } from './answer.ts'
import type { Mount } from './mount-table.ts'
import { pluginOf } from './plugin-catalog.ts'
import type { Product } from './product.ts'

/**
 * What `?help=1` answers on a path: as many fields as Vault's, and no more words than who answers there.
 * @see https://developer.hashicorp.com/vault/docs/commands/path-help
 */
export function helpOn(mount: Mount, path: string, product: Product): Answer {
  const { prefix } = mount
  const below = path.slice(prefix.length)
  const says = `The ${pluginOf(mount)} engine at ${prefix} answers here.`
  return bare({
    help: below === '' ? says : `Request: ${below}\n\n${says}`,
    openapi: {
      openapi: '3.0.2',
      info: {
        title: `${product.name} API`,
        description: `The API of an emulated ${product.name}, below /v1/.`,
        version: product.version,
        license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      },
      paths: { [`/${below}`]: { description: says } },
      components: { schemas: {} },
    },
    see_also: null,
  })
}
