import type { RuleId } from '../../emulator/index.ts'

/** What to try when a scenario failed and a decision rests on that rule. */
const advice: Readonly<Partial<Record<RuleId, string>>> = {
  'cache.opaque-before':
    'run it at level 3.0.86.0 or later: from there opaque tokens and JWEs are kept if a lifetime is given',
  'cache.no-lifetime':
    'give the zosconnect_authToken a tokenLifetime, or its tokenResponse a tokenLifetimePath',
  'cache.jti':
    'set cacheTokensWithJti="true" on the zosconnect_authToken, if the API takes a token twice',
  'cache.no-exp': 'let the server put exp into its tokens, or set tokenLifetime (3.0.86.0)',
  'cache.lifetime.unusable': 'let the server answer a positive number of seconds',
  'cache.less-than-a-second':
    'remember that a token with less than a second left is not used any more',
  'retry.fresh-token':
    'the rejected token was fetched by this very call; `assume: { retryFreshToken: true }` shows the other reading',
  'plan.unusable-element': 'run `baqlab check` on the server.xml and mend the error it names',
  'plan.unknown-connection': 'compare `connection` of the request with the ids in server.xml',
  'credentials.comp-level': 'raise compLevel to 2, or leave it out',
  'credentials.length': 'look at the lengths: only so many characters count, blanks included',
  'credentials.missing':
    'give tokenUsername and tokenPassword under `as`, or basicAuthRef on the server',
  'request.placeholder-missing':
    'supply the value under `as` (tokenUsername, tokenPassword, tokenCustomParms), or take the place-holder out of requestBody',
  'outcome.t2':
    'look whether a service is bound to the tokenEndpoint, or whether a fault struck it',
  'outcome.t3': 'compare what the server expects with what the token request carried',
  'outcome.t5': 'compare tokenLocation, header and tokenPath with what the server answers',
  'outcome.stub-timeout': 'raise `program.timeout`, or make receiveTimeout shorter than it',
}

/** Expectations about tokens and counts; what helps with these does not help with the others. */
const aboutTokens = new Set(['CALLS', 'ORDER', 'TOKEN', 'CACHE', 'SAVED', 'PEAK', 'LIVE-TOKENS'])

/** At most three things to try after a failure of that code, in the order in which the rules were met. */
export const adviceFor = (
  code: string,
  rules: Iterable<{ readonly id: string }>,
): readonly string[] =>
  [...rules]
    .filter(({ id }) => aboutTokens.has(code) || !id.startsWith('cache.'))
    .map(({ id }) => advice[id as RuleId])
    .filter((text) => text !== undefined)
    .slice(0, 3)
