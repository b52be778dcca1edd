import { unsupportedPath, type Answer } from './answer.ts'
import type { Engine } from './engine.ts'

/** The mount that every Vault has for entities and groups; the embedded one has neither. */
export class IdentityEngine implements Engine {
  handle(): Answer {
    return unsupportedPath
  }
}
