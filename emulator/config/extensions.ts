import { rule } from '../rule.ts'

export const extensionElements = rule('config.elements.extension', {
  status: 'documented',
  source:
    'Open Liberty: ConfigurationExtensionsTest; interceptors of z/OS Connect: usr_ and omegamon_',
  says: 'an element of a product extension begins with the name of the extension and an underscore',
})

/** The names before the colon of features such as `usr:logger-1.0`, in lower case. */
export const extensionsOf = (features: readonly string[]): ReadonlySet<string> =>
  new Set(features.flatMap((feature) => /^\s*([^:\s]+):/.exec(feature)?.[1]?.toLowerCase() ?? []))

/** Whether an element belongs to an extension whose feature is there; IBM's list of zosconnect_ is not open. */
export function isOfExtension(name: string, extensions: ReadonlySet<string>): boolean {
  const owner = /^([^_]+)_./.exec(name)?.[1]?.toLowerCase()
  return owner !== undefined && owner !== 'zosconnect' && extensions.has(owner)
}
