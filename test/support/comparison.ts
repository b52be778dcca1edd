import {
  whatIfLabel,
  type Comparison,
  type FirstCall,
  type Reason,
  type ServiceFigures,
  type Variant,
} from '../../harness/savings/model.ts'

const reason = (rule: string, says: string, status: Reason['status'] = 'documented'): Reason => ({
  rule,
  says,
  status,
})

const empty = reason('cache.empty', 'nothing is cached for this request, so a token is obtained')
const opaque = reason('cache.opaque', 'an opaque token is kept if a lifetime is given')
const opaqueBefore = reason('cache.opaque-before', 'before 3.0.86.0 an opaque token is not kept')
const hit = reason('cache.hit', 'a cached token with a second or more to live is reused')

/** A call that asks for a token, or finds one. */
function call(ordinal: number, atMs: number, isHit: boolean, keptUntilMs?: number): FirstCall {
  const element = 'vaultLogin'
  const api = {
    kind: 'request',
    purpose: 'api',
    atMs,
    endMs: atMs,
    method: 'GET',
    result: 200,
  } as const
  const asked = {
    kind: 'request',
    purpose: 'token',
    atMs,
    endMs: atMs,
    method: 'POST',
    result: 200,
  } as const
  const lookup = { kind: 'lookup', atMs, element } as const
  return {
    ordinal,
    atMs,
    endMs: atMs,
    server: 'BAQSTRT',
    request: 'readSecret',
    outcome: '0/200',
    events: isHit
      ? [
          { ...lookup, result: 'hit', reasons: [hit] },
          { ...api, service: 'vault', endpoint: 'read' },
        ]
      : [
          {
            ...lookup,
            result: 'miss',
            reasons: [keptUntilMs === undefined ? opaqueBefore : empty],
          },
          { ...asked, service: 'vault', endpoint: 'login' },
          {
            kind: 'stored',
            atMs,
            element,
            ...(keptUntilMs !== undefined && { keptUntilMs }),
            reasons: [keptUntilMs === undefined ? opaqueBefore : opaque],
          },
          { ...api, service: 'vault', endpoint: 'read' },
        ],
  }
}

const vault = (parts: Partial<ServiceFigures>): ServiceFigures => ({
  name: 'vault',
  requests: 8_640_000,
  endpoints: { login: 4_320_000, read: 4_320_000 },
  tokenRequests: 4_320_000,
  refusals: 0,
  lockedOutMs: 0,
  livePeak: 45_000,
  tokenRequestPeak: 50,
  ...parts,
})

/** A variant of the day, or what the parts make of it. */
export const variant = (
  parts: Partial<Variant> & { readonly service?: Partial<ServiceFigures> },
): Variant => {
  const { service = {}, ...rest } = parts
  const perHour = (service.tokenRequests ?? 4_320_000) / 24
  return {
    name: '3.0.85.0',
    level: '3.0.85.0',
    servers: ['BAQSTRT'],
    balance: 'round',
    settings: [],
    latencies: [],
    whatIf: [],
    engine: { kind: 'fast-path', callsMade: 97 },
    figures: {
      calls: 4_320_000,
      failures: 0,
      outcomes: { '0/200': 4_320_000 },
      apiCalls: 4_320_000,
      retries: 0,
      services: [vault(service)],
      addedLatency: { medianMs: 0, p99Ms: 100, maxMs: 100 },
    },
    series: [
      {
        service: 'vault',
        bucketMs: 3_600_000,
        tokenRequests: Array.from({ length: 24 }, (_, i) =>
          Math.round(perHour * (1 + Math.sin(i / 4) / 3)),
        ),
      },
    ],
    firstCalls: [call(1, 0, false), call(2, 20, false)],
    wallMs: 1,
    ...rest,
  }
}

/** A day of the flagship under two fix levels and one what-if policy. */
export const dayOfTheFlagship = (parts: Partial<Comparison> = {}): Comparison => ({
  name: 'A day of payments at two fix levels',
  file: 'scenarios/savings/payday.yaml',
  command: 'baqlab compare scenarios/savings/payday.yaml --seed 7',
  seed: 7,
  start: Date.UTC(2026, 0, 5),
  durationMs: 86_400_000,
  traffic: ['readSecret 50 times a second, all day'],
  base: '3.0.85.0',
  variants: [
    variant({}),
    variant({
      name: '3.0.86.0',
      level: '3.0.86.0',
      settings: ['vaultLogin tokenLifetime="15m"'],
      service: {
        tokenRequests: 97,
        requests: 4_320_097,
        endpoints: { login: 97, read: 4_320_000 },
        livePeak: 1,
        tokenRequestPeak: 5,
        saved: { requests: 0.49999, tokenRequests: 0.9999775 },
      },
      firstCalls: [call(1, 0, false, 900_000), call(2, 20, true)],
    }),
    variant({
      name: 'one login for all that wait, 1000 ms each',
      level: '3.0.86.0',
      whatIf: [
        {
          name: 'single-flight',
          says: 'callers wait for a login that is under way',
          label: whatIfLabel,
        },
      ],
      service: {
        tokenRequests: 96,
        requests: 4_320_096,
        livePeak: 1,
        tokenRequestPeak: 1,
        saved: { requests: 0.49999, tokenRequests: 0.9999778 },
      },
      firstCalls: [call(1, 0, false, 900_000)],
    }),
  ],
  assumptions: [
    {
      rule: 'cache.lifetime.from-receipt',
      says: 'a lifetime counts from the moment the answer was received',
      usedBy: ['3.0.86.0'],
    },
    {
      rule: 'cache.per-server',
      says: 'each server has a cache of its own',
      usedBy: ['3.0.85.0', '3.0.86.0'],
      flipped: {
        switch: 'sweepIntervalMs',
        from: 60_000,
        to: 1000,
        changes: [{ variant: '3.0.86.0', figure: 'vault.tokenRequests', from: 97, to: 120 }],
      },
    },
  ],
  wallMs: 12,
  ...parts,
})
