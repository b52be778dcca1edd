import type { Finding } from '../runner/event.ts'
import { controlApp } from './app.ts'
import { listenControl, type Control } from './control.ts'
import { placesOf, unboundOrigins, type ServicePlace } from './places.ts'
import { Session } from './session.ts'
import { openStage, prepareStage, type StageOptions } from './stage.ts'
import { levelText } from '../../emulator/index.ts'

export interface ServeOptions extends StageOptions {
  /** The port of the control interface; 0 is any that is free. */
  readonly port: number
  /** Told of bugs of ours. */
  readonly onCrash: (crash: Error) => void
}

/** A world behind HTTP, until it is disposed of: what is under way ends within two seconds. */
export interface Serving extends AsyncDisposable {
  /** Of the control interface. */
  readonly url: string
  readonly name: string
  readonly row?: string
  readonly level: string
  readonly services: readonly ServicePlace[]
  /** Origins of the configuration that no service stands for. */
  readonly unreachable: readonly string[]
  /** Names of requests that can be called. */
  readonly requests: readonly string[]
  readonly connections: readonly string[]
  readonly isHttps: boolean
}

/** What serving came to: it serves, the files are wrong, or a port could not be had. */
export type Served =
  | { readonly kind: 'serving'; readonly serving: Serving; readonly findings: readonly Finding[] }
  | { readonly kind: 'problems'; readonly findings: readonly Finding[] }
  | { readonly kind: 'no-port'; readonly reason: string }

/** Opens the services and the control interface of a scenario or a bare server.xml. */
export async function serve(options: ServeOptions): Promise<Served> {
  const prepared = await prepareStage(options)
  const { findings } = prepared
  if (!prepared.scenario) return { kind: 'problems', findings }
  const stage = await openStage(prepared, options)
  const { world } = stage
  const session = new Session(stage, options)
  let control: Control
  try {
    control = await listenControl(controlApp(session, options.onCrash), options.port)
  } catch (thrown) {
    await session[Symbol.asyncDispose]()
    return { kind: 'no-port', reason: codeOf(thrown) }
  }
  const { scenario } = world
  const serving: Serving = {
    url: `http://127.0.0.1:${control.port}`,
    name: scenario.name,
    ...(scenario.row && { row: scenario.row.name }),
    level: levelText(scenario.level),
    services: placesOf(world),
    unreachable: unboundOrigins(world),
    requests: [...scenario.requests.keys()],
    connections: [...world.config.connections.keys()],
    isHttps: world.transport.authority !== undefined,
    async [Symbol.asyncDispose]() {
      const closed = control[Symbol.asyncDispose]()
      await session[Symbol.asyncDispose]()
      await closed
    },
  }
  return { kind: 'serving', serving, findings }
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
