import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** The declarations of emulator/ and harness/, by tsc. */
export async function writeDeclarations(root: string, into: string): Promise<void> {
  const project = `${root}test/build/tsconfig.json`
  const args = [`${root}node_modules/typescript/bin/tsc`, '-p', project, '--outDir', into]
  try {
    await promisify(execFile)(process.execPath, args)
  } catch (thrown) {
    const { stdout = '' } = thrown as { stdout?: string }
    throw new Error(`the declarations could not be made:\n${stdout}`, { cause: thrown })
  }
}
