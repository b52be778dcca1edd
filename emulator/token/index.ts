export { TokenCache, type CacheEntry, type LookupDecision, type StoreDecision } from './cache.ts'
export { readJsonPath, valueAt, type JsonPath } from './json-path.ts'
export { cacheKey, type CacheKey } from './key.ts'
export {
  lifetimeOf,
  type AnsweredLifetime,
  type Lifetime,
  type LifetimePolicy,
} from './lifetime.ts'
export { readToken, type Token } from './token.ts'
