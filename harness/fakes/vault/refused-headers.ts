import { refuse, type Answer } from './answer.ts'
import { isFlag } from './field-readers.ts'

/** Reads a header of a request. */
export type ReadHeader = (name: string) => string | undefined

const disabled = (header: string): Answer =>
  refuse(400, `forwarding via header ${header} disabled in configuration`)

/**
 * Why Vault refuses what a client asks of a cluster that it is not.
 * @see https://developer.hashicorp.com/vault/docs/enterprise/consistency
 */
export function refusedByVault(header: ReadHeader): Answer | undefined {
  if (header('x-vault-forward')) return disabled('X-Vault-Forward')
  const inconsistent = header('x-vault-inconsistent')
  if (inconsistent === 'forward-active-node')
    return disabled(`X-Vault-Inconsistent=${inconsistent}`)
  const override = header('x-vault-policy-override')
  if (!override || isFlag(override)) return undefined
  const why = `strconv.ParseBool: parsing ${JSON.stringify(override)}: invalid syntax`
  return refuse(
    400,
    `failed to parse X-Vault-Policy-Override header: cannot parse '' as bool: ${why}`,
  )
}

/** The same of OpenBao, which has given out no index to ask for. */
export function refusedByOpenBao(header: ReadHeader): Answer | undefined {
  if (header('x-vault-index')) return refuse(400, 'failed to decode "X-Vault-Index"')
  const inconsistent = header('x-vault-inconsistent')
  return inconsistent && !['fail', 'forward-active-node'].includes(inconsistent)
    ? refuse(400, 'unknown value for "X-Vault-Inconsistent" header')
    : undefined
}
