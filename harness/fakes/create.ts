import { createApi } from './api.ts'
import { createAuthServer } from './auth-server.ts'
import type { Fake, FakeContext, StandIn } from './fake.ts'
import { createIms } from './ims.ts'
import { createInbound, type InboundContext } from './inbound.ts'
import { createOAuthServer } from './oauth-server.ts'
import type { ServiceOptions } from './options.ts'
import { createOutside } from './outside.ts'
import { realVault } from './vault/real-vault.ts'
import { createProxy } from './proxy.ts'
import { createVault } from './vault/vault.ts'

/** Makes the fake of one service; `serviceOf` finds the others, once all are made. */
export function createFake(
  options: ServiceOptions,
  context: FakeContext & { readonly standIn?: StandIn | undefined },
  serviceOf: (name: string) => Fake | undefined,
  provider: Omit<InboundContext, keyof FakeContext>,
): Fake {
  switch (options.kind) {
    case 'jwt':
      return createAuthServer(options, context)
    case 'oauth':
      return createOAuthServer(options, context)
    case 'vault':
      return context.standIn
        ? realVault(options, context, context.standIn)
        : createVault(options, context)
    case 'api':
      return createApi(options, { ...context, serviceOf })
    case 'proxy':
      return createProxy(context)
    case 'inbound':
      return createInbound(options, { ...context, ...provider })
    case 'ims':
      return createIms(options, context, provider.saf)
    case 'outside':
      return createOutside(options, context)
  }
}
