import { formatMs } from '../time-text.ts'
import type { Comparison, Saved, ServiceFigures, Variant } from '../savings/model.ts'
import { percent } from '../savings/percent.ts'

/** A whole number with its thousands apart. */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US')

/** How much smaller or larger a figure is than the base's. */
export const change = (share: number): string =>
  share >= 0 ? `${percent(share)} less` : `${percent(-share)} more`

/** A duration, or `none` for no time at all. */
export const duration = (ms: number): string => (ms === 0 ? 'none' : formatMs(ms))

/** The services that were asked for tokens in any variant, in the order of the file. */
export function issuers({ variants }: Comparison): readonly string[] {
  const services = variants.flatMap(({ figures }) => figures.services)
  return [...new Set(services.filter((each) => each.tokenRequests > 0).map(({ name }) => name))]
}

/** The figures of one service in one variant. */
export const serviceOf = ({ figures }: Variant, name: string): ServiceFigures | undefined =>
  figures.services.find((each) => each.name === name)

/** What a variant is, in a line: its level, servers, settings and what-if policies. */
export function describeVariant({ level, servers, settings, latencies, whatIf }: Variant): string {
  const parts = [
    `level ${level}`,
    servers.length === 1 ? 'one server' : `${servers.length} servers`,
    ...settings,
    ...latencies,
    ...whatIf.map(({ name }) => name),
  ]
  return parts.join(', ')
}

/** The first variant that is no base and saves most tokens, with that service. */
export function largestSaving({
  variants,
}: Comparison):
  | { readonly variant: Variant; readonly service: ServiceFigures; readonly saved: Saved }
  | undefined {
  const all = variants.flatMap((variant) =>
    variant.figures.services.flatMap((service) =>
      service.saved?.tokenRequests === undefined
        ? []
        : [{ variant, service, saved: service.saved }],
    ),
  )
  const real = all.filter(({ variant }) => variant.whatIf.length === 0)
  return (real.length > 0 ? real : all).toSorted(
    (a, b) => b.saved.tokenRequests! - a.saved.tokenRequests!,
  )[0]
}
