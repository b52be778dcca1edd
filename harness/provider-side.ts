import type { ReadFile, ServerConfig } from '../emulator/config/index.ts'
import type { Send } from '../emulator/index.ts'
import { noDefinitions } from '../emulator/saf/index.ts'
import type { FakeContext } from './fakes/fake.ts'
import type { InboundContext } from './fakes/inbound.ts'
import type { Scenario } from './scenario/model.ts'
import { trustedKeysOf } from './trusted-keys.ts'

/** What the fakes of the provider side share: the configuration, the security manager and the network. */
export interface ProviderSide {
  contextOf(service: string): Omit<InboundContext, keyof FakeContext>
  /** Gives the way into the network, once there is one. */
  connect(sendAs: (caller: string) => Send): void
}

export interface ProviderSideParts {
  readonly config: () => ServerConfig
  readonly scenario: Scenario
  readonly readFile: ReadFile
}

/** The provider side of one world. */
export function providerSide({ config, scenario, readFile }: ProviderSideParts): ProviderSide {
  let sendAs: ((caller: string) => Send) | undefined
  const { roleMapping, saf = noDefinitions } = scenario
  return {
    connect: (given) => void (sendAs = given),
    contextOf(service) {
      const send: Send = (request) => {
        if (!sendAs) throw new Error(`"${service}" sends before there is a network`)
        return sendAs(service)(request)
      }
      return {
        config: () => config().provider,
        saf,
        send,
        keys: trustedKeysOf({ config, scenario, readFile, send }),
        ...(roleMapping && { mapping: roleMapping }),
      }
    },
  }
}
