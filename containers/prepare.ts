import { systemClock } from '../emulator/index.ts'
import type { VaultMount, VaultOptions } from '../harness/fakes/fake.ts'
import { VaultRefusal, type Client, type Undo } from './client.ts'
import { quotasOf } from './quotas.ts'
import { policyText, rolesOf } from './roles.ts'
import { CannotStart, type Server } from './server.ts'

/** Tells of each thing made how to remove it, at once, so that what half of a preparation made goes as well. */
export type Made = (undo: Undo) => void

/** Makes on a server what a scenario says and nothing else; never overwrites what is there. */
export async function prepare(client: Client, options: VaultOptions, made: Made): Promise<void> {
  for (const mount of options.mounts) await makeMount(client, mount, options, made)
  for (const [name, rules] of Object.entries(options.policies)) {
    const path = `sys/policies/acl/${name}`
    if (await client.read(path)) throw taken('a policy', name)
    await client.write(path, { policy: policyText(rules) })
    made(client.removal(path))
  }
  for (const { path, body } of rolesOf(options)) await client.write(path, body)
  await writeSecrets(client, options)
  for (const { path, body } of quotasOf(options)) {
    if (await client.read(path)) throw taken('a quota', path.slice(path.lastIndexOf('/') + 1))
    await client.write(path, body)
    made(client.removal(path))
  }
  if (options.rootToken !== undefined) await makeRootToken(client, options.rootToken, made)
}

/** A login by JWT or certificate has no user whom wrong credentials could lock out. */
const locksOut: readonly VaultMount['type'][] = ['approle', 'userpass']

const isAuth = ({ type }: VaultMount): boolean => !type.startsWith('kv')

/** Everything under a mount goes with it: roles, users, secrets, and the tokens it has issued. */
async function makeMount(
  client: Client,
  mount: VaultMount,
  { lockout }: VaultOptions,
  made: Made,
): Promise<void> {
  const name = mount.path.replace(/^auth\//, '')
  const path = isAuth(mount) ? `sys/auth/${name}` : `sys/mounts/${name}`
  try {
    const [, version] = /^kv-v(\d)$/.exec(mount.type) ?? []
    await client.write(
      path,
      version === undefined ? { type: mount.type } : { type: 'kv', options: { version } },
    )
  } catch (thrown) {
    if (isTaken(thrown)) throw taken('a mount', isAuth(mount) ? `auth/${name}` : name)
    throw thrown
  }
  made(client.removal(path))
  if (!locksOut.includes(mount.type)) return
  const locking = lockout
    ? {
        lockout_threshold: String(lockout.after),
        lockout_duration: `${lockout.forMs / 1000}s`,
        lockout_counter_reset_duration: `${lockout.forMs / 1000}s`,
      }
    : { lockout_disable: true }
  await client.write(`sys/mounts/auth/${name}/tune`, { user_lockout_config: locking })
}

const isTaken = (thrown: unknown): boolean =>
  thrown instanceof VaultRefusal && thrown.status === 400 && /already in use/.test(thrown.message)

/** Nothing that exists is overwritten. */
export const taken = (what: string, name: string): CannotStart =>
  new CannotStart(
    `the server has ${what} "${name}" already, and baqlab overwrites nothing: name another in the scenario, or use a server or namespace of its own`,
  )

async function writeSecrets(client: Client, { mounts, secrets }: VaultOptions): Promise<void> {
  for (const [path, data] of Object.entries(secrets)) {
    const mount = mounts.find((each) => path.startsWith(`${each.path}/`))!
    const rest = path.slice(mount.path.length + 1)
    if (mount.type === 'kv-v1') await client.write(path, data)
    else await onceUpgraded(() => client.write(`${mount.path}/data/${rest}`, { data }))
  }
}

const patienceMs = 10_000
const breathMs = 50

/** A new mount of KV v2 refuses writes until it has upgraded itself. */
async function onceUpgraded(write: () => Promise<unknown>): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += breathMs) {
    try {
      await write()
      return
    } catch (thrown) {
      const upgrades = thrown instanceof VaultRefusal && /upgrading/i.test(thrown.message)
      if (!upgrades || waitedMs >= patienceMs) throw thrown
      await systemClock.sleep(breathMs)
    }
  }
}

async function makeRootToken(client: Client, id: string, made: Made): Promise<void> {
  const body = { id, policies: ['root'], ttl: '0s', no_parent: true }
  await client.write('auth/token/create', body).catch((thrown: unknown) => {
    const isDuplicate = thrown instanceof VaultRefusal && /duplicate ID/i.test(thrown.message)
    throw isDuplicate ? taken('a token with the value of', 'rootToken') : thrown
  })
  made(client.writing('auth/token/revoke', { token: id }))
}

/** Seals a server of our own. */
export async function seal({ own }: Server, client: Client, made: Made): Promise<void> {
  if (!own) throw new CannotStart('a scenario with "sealed: true" seals no server but its own')
  await client.write('sys/seal')
  made(client.writing('sys/unseal', { key: own.unsealKey }))
}
