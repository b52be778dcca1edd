import { pick, ttl, number, flag, names, cidrs } from './grammar.ts'

export const tokenFields = {
  token_ttl: ttl,
  token_max_ttl: ttl,
  token_explicit_max_ttl: ttl,
  token_period: ttl,
  token_policies: names,
  policies: names,
  token_num_uses: number,
  token_type: pick<unknown>(
    'service',
    'batch',
    'default',
    'default-service',
    'default-batch',
    'x',
    '',
  ),
  token_no_default_policy: flag,
  token_bound_cidrs: cidrs,
  token_strictly_bind_ip: flag,
}
