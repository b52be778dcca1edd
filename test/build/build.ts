import { fileURLToPath } from 'node:url'
import { buildPackage } from './build-package.ts'

/** `npm run build`: makes dist/ from the sources. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const { files, bytes } = await buildPackage({ root, into: `${root}dist` })
process.stdout.write(
  `dist: ${files} bundled files, ${Math.round(bytes / 1024)} KiB, and the declarations\n`,
)
