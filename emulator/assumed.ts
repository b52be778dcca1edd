/**
 * Every choice that no source settles, one switch or constant each. The defaults stand in
 * `assumed`; a scenario may take the other reading with `assume: { retryFreshToken: true }`.
 */
export interface Assumptions {
  /** Where user ID and password go when tokenRequest has no credentialLocation. */
  readonly credentialLocation: 'header' | 'body'
  /** The method of the token request when tokenRequest has no requestMethod. */
  readonly requestMethod: 'GET' | 'PUT' | 'POST'
  /** Where the token is looked for when tokenResponse has no tokenLocation. */
  readonly tokenLocation: 'header' | 'body'
  /** Milliseconds to connect when connectionTimeout is not set. */
  readonly connectionTimeoutMs: number
  /** Milliseconds to wait for a response when receiveTimeout is not set. */
  readonly receiveTimeoutMs: number
  /** Whether `Bearer ` also goes before a token in a header of another name than Authorization. */
  readonly bearerInCustomHeader: boolean
  /** Whether a token that this very call has fetched is fetched again after a 401. */
  readonly retryFreshToken: boolean
  /** Whether a jti keeps a token out of the cache even where a lifetime is configured. */
  readonly jtiBeatsLifetime: boolean
  /** Whether a JWT's own exp wins over a configured lifetime. */
  readonly expBeatsLifetime: boolean
  /** Whether a JWT without an exp claim is kept for a configured lifetime. */
  readonly jwtWithoutExpKept: boolean
  /** Whether a lifetime counts from the token request, and not from the receipt of its answer. */
  readonly lifetimeFromRequest: boolean
  /** Whether tokenLifetime counts where the lifetime in an answer is unusable. */
  readonly unusableFallsBack: boolean
  /** Whether connections that refer to one element have tokens of their own all the same. */
  readonly keyHasConnection: boolean
  /** Whether a token request has succeeded with the status 200 alone. */
  readonly only200IsSuccess: boolean
  /** Whether the OAuth token comes before those of authentication servers. */
  readonly oauthTokenFirst: boolean
  /** Whether a new token stays cached although the API rejects it, too. */
  readonly retryKeepsToken: boolean
  /** Whether the program gets the token error, and not the 401, when no new token can be had. */
  readonly retryTokenErrorWins: boolean
  /** Whether the cached token serves on when the attempt of tokenRefreshRate fails. */
  readonly refreshFallsBack: boolean
  /** Milliseconds that one unit of the number at tokenLifetimePath stands for. */
  readonly lifetimeUnitMs: number
  /** Whether the program's client ID and secret go as form fields, and not as a Basic header. */
  readonly oauthClientInForm: boolean
  /** Whether an opaque OAuth token is kept below 3.0.86.0. */
  readonly oauthKeepsOpaqueBefore: boolean
  /** HTTP status code handed to the program when a token cannot be obtained. */
  readonly tokenFailureStatus: number
  /** HTTP status code handed to the program when a SURROGAT check fails. */
  readonly notPermittedStatus: number
  /** HTTP status code handed to the program when the API endpoint cannot be reached. */
  readonly apiUnreachableStatus: number
  /** HTTP status code handed to the program when the API endpoint does not answer in time. */
  readonly apiTimeoutStatus: number
  /** BAQ-STATUS-CODE when the stub gives up after BAQTIMEOUT. */
  readonly stubTimeoutStatus: number
  /** Milliseconds between two clean-ups of expired entries. */
  readonly sweepIntervalMs: number
}

export const assumed: Assumptions = {
  credentialLocation: 'header',
  requestMethod: 'POST',
  tokenLocation: 'header',
  connectionTimeoutMs: 30_000,
  receiveTimeoutMs: 60_000,
  bearerInCustomHeader: true,
  retryFreshToken: false,
  jtiBeatsLifetime: true,
  expBeatsLifetime: true,
  jwtWithoutExpKept: true,
  lifetimeFromRequest: false,
  unusableFallsBack: false,
  keyHasConnection: false,
  only200IsSuccess: false,
  oauthTokenFirst: false,
  retryKeepsToken: true,
  retryTokenErrorWins: true,
  refreshFallsBack: true,
  lifetimeUnitMs: 1000,
  oauthClientInForm: true,
  oauthKeepsOpaqueBefore: true,
  tokenFailureStatus: 500,
  notPermittedStatus: 403,
  apiUnreachableStatus: 500,
  apiTimeoutStatus: 504,
  stubTimeoutStatus: 0,
  sweepIntervalMs: 60_000,
}
