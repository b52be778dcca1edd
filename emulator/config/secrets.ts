import type { ServerConfig, Setting } from './model.ts'
import type { Secret } from '../secret.ts'

/** Every password and key of a configuration, to be masked wherever something is printed. */
export const configSecrets = ({
  authData,
  jwtBuilders,
  keyStores,
  provider: { openidConnectClients, mpJwts },
}: ServerConfig): Secret[] =>
  [
    ...[...authData.values()].map(({ password }) => password),
    ...[...jwtBuilders.values()].map(({ sharedKey }) => sharedKey),
    ...[...keyStores.values()].map(({ password }) => password),
    ...[...openidConnectClients, ...mpJwts].map(({ sharedKey }) => sharedKey),
  ]
    .filter((setting): setting is Setting<Secret> => setting !== undefined)
    .map(({ value }) => value)
