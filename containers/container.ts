import type { Readable } from 'node:stream'
import { guard } from './guard.ts'
import { otherImages } from './images.ts'
import { Output } from './output.ts'
import type { Authority } from '../harness/fakes/fake.ts'
import { CannotStart, devArguments, devContents, devFiles, type Server } from './server.ts'

// As much of testcontainers as is used here, so that a test can stand in for it.
interface GenericContainer {
  withCommand(command: readonly string[]): this
  withExposedPorts(port: number): this
  withName(name: string): this
  withCopyContentToContainer(
    contents: readonly { readonly content: string; readonly target: string }[],
  ): this
  withLogConsumer(consume: (stream: Readable) => void): this
  withWaitStrategy(strategy: unknown): this
  withStartupTimeout(ms: number): this
  start(): Promise<StartedContainer>
}

interface StartedContainer {
  getHost(): string
  getMappedPort(port: number): number
  stop(options: { readonly timeout: number }): Promise<unknown>
}

export interface Testcontainers {
  readonly GenericContainer: new (image: string) => GenericContainer
  readonly Wait: {
    forHttp(path: string, port: number): { usingTls(): { allowInsecure(): unknown } }
  }
  readonly randomUuid: () => string
  readonly getContainerRuntimeClient: () => Promise<{
    readonly info: { readonly containerRuntime: { readonly host: string } }
    readonly container: {
      readonly dockerode: { readonly modem: Readonly<Record<string, unknown>> }
    }
  }>
}

const port = 8200
const plain = '127.0.0.1:8300'
const files = devFiles('/baqlab')
const startupMs = 120_000
const instead =
  '--vault binary runs "vault" or "bao" from the PATH, --vault embedded (the default) needs nothing'

/** Starts an image of Vault or OpenBao as a dev server in a container of its own. */
export async function startContainer(
  image: string,
  authority: Authority,
  load = loadTestcontainers,
): Promise<Server> {
  const { GenericContainer, Wait, randomUuid, getContainerRuntimeClient } = await load()
  const client = await getContainerRuntimeClient().catch((thrown: Error) => {
    throw new CannotStart(
      `--vault container needs Docker, and none answers (${brief(thrown)}); ${instead}`,
    )
  })
  const output = new Output()
  const name = `baqlab-vault-${randomUuid()}`
  // Where testcontainers' own reaper may not run, a crash of ours still leaves no container.
  const keeper = guard({ container: name, engine: placeOf(client.container.dockerode.modem) })
  const identity = await authority.issue(client.info.containerRuntime.host)
  const container = new GenericContainer(image)
    .withCommand(devArguments(plain, files))
    .withCopyContentToContainer(devContents(files, `0.0.0.0:${port}`, identity))
    .withExposedPorts(port)
    .withName(name)
    .withLogConsumer((stream) => stream.on('data', (chunk) => output.take(String(chunk))))
    .withWaitStrategy(Wait.forHttp('/v1/sys/health', port).usingTls().allowInsecure())
    .withStartupTimeout(startupMs)
  const started = await container.start().catch((thrown: Error) => {
    keeper[Symbol.dispose]()
    const why = output.lastWords || brief(thrown)
    throw new CannotStart(
      `a container of "${image}" could not be started (${why}); --image names another one, as ${otherImages.join(', ')}; ${instead}`,
    )
  })
  const stop = async () => {
    await started.stop({ timeout: 0 })
    keeper[Symbol.dispose]()
  }
  try {
    const { rootToken: token, unsealKey } = await output.announced()
    const url = `https://${started.getHost()}:${started.getMappedPort(port)}`
    const address = { url, ca: authority.ca }
    const own = { output, unsealKey }
    return { kind: 'container', address, token, own, [Symbol.asyncDispose]: stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

/** Where the engine listens, as node's http takes it. */
const placeOf = ({ socketPath, host, port: at }: Readonly<Record<string, unknown>>) =>
  socketPath === undefined ? { host, port: at } : { socketPath }

async function loadTestcontainers(): Promise<Testcontainers> {
  try {
    return (await import('testcontainers')) as unknown as Testcontainers
  } catch {
    throw new CannotStart(
      `--vault container needs the package testcontainers, which is not installed (npm install testcontainers); ${instead}`,
    )
  }
}

const brief = ({ message }: Error): string => message.split('\n')[0]!.slice(0, 200)
