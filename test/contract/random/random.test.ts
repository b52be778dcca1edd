import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { EmbeddedVault } from '../embedded.ts'
import { preparation } from '../preparation.ts'
import { real, type RealSubject } from '../real.ts'
import type { Request } from '../case.ts'
import { areas, type Area } from './areas.ts'
import { playBoth } from './lockstep.ts'
import { mountAt, unmountAt } from './random-mounts.ts'

// As in real.test.ts. RANDOM_SEED and RANDOM_RUNS play others, or more, than CI does.
const kind = process.env['CONTRACT_VAULT'] as 'container' | 'binary' | 'external' | undefined
const vault = await (kind && real(kind, process.env['CONTRACT_IMAGE'], preparation))
const seed = Number(process.env['RANDOM_SEED'] ?? 1)
const numRuns = Number(process.env['RANDOM_RUNS'] ?? 20)
let mounted = 0

afterAll(() => vault?.[Symbol.asyncDispose]())

test.for(areas.map((each) => ({ ...each })))(
  'both answer the same to any requests of the area $name',
  { timeout: 600_000 },
  async (area, { skip }) => {
    if (!vault) return skip('CONTRACT_VAULT names no kind of server')
    const sequences = fc.array(area.requests, { minLength: 4, maxLength: 14, size: 'max' })
    const property = fc.asyncProperty(sequences, (sequence) => playAlike(area, sequence, vault))
    await fc.assert(property, { seed, numRuns, endOnFailure: false })
  },
)

/** Plays a sequence on mounts of its own. */
async function playAlike(
  area: Area,
  sequence: readonly Request[],
  theirs: RealSubject,
): Promise<void> {
  const prefix = `random-${mounted++}`
  const named = JSON.parse(JSON.stringify(sequence).replaceAll('@', prefix)) as Request[]
  const ours = new EmbeddedVault({ ...preparation, product: theirs.product }, theirs.now())
  await mountAt(prefix, area.mounts, [ours, theirs])
  try {
    expect(await playBoth(named, ours, theirs)).toBeUndefined()
  } finally {
    await unmountAt(prefix, area.mounts, theirs)
  }
}
