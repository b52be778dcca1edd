import { hashicorpVault } from './hashicorp-vault.ts'
import { openBao } from './openbao.ts'
import type { Product } from './product.ts'

/** HashiCorp Vault and OpenBao, by the name a scenario gives them. */
export const products = { vault: hashicorpVault, openbao: openBao } satisfies Record<
  string,
  Product
>
