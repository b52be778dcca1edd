import type { RealVaults } from '../fakes/fake.ts'
import type { TestFlags } from './command-line.ts'
import type { Terminal } from './terminal.ts'

/** Options that say something of a server which is not asked for; undefined where all fit. */
export function wrongOptions({
  vault = 'embedded',
  image,
  prepare = false,
}: TestFlags): string | undefined {
  if (image !== undefined && vault !== 'container')
    return `--image is for --vault container, and this is --vault ${vault}`
  return prepare && vault !== 'external'
    ? `--prepare is for --vault external, and this is --vault ${vault}`
    : undefined
}

/** The real servers that `--vault` asks for; undefined for the embedded one, a text where they cannot start. */
export async function openVaults(
  { vault: kind = 'embedded', image, prepare = false }: TestFlags,
  { environment: { env, readFile } }: Terminal,
): Promise<RealVaults | undefined | string> {
  if (kind === 'embedded') return undefined
  try {
    const { startVaults } = await import('../../containers/vault.ts')
    const { createAuthority } = await import('../network/certificates.ts')
    return await startVaults({
      kind,
      authority: createAuthority,
      env,
      readFile,
      prepare,
      ...(image !== undefined && { image }),
    })
  } catch (thrown) {
    const { name, code, message } = thrown as NodeJS.ErrnoException
    if (name === 'CannotStart' || name === 'VaultRefusal') return message
    if (code !== 'ERR_MODULE_NOT_FOUND') throw thrown
    return `--vault ${kind} needs the package node-vault, which npm has left out; --vault embedded needs nothing`
  }
}
