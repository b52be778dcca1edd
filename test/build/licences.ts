import { readdir, readFile } from 'node:fs/promises'

/** One package that went into the bundle. */
interface Bundled {
  readonly name: string
  readonly folder: string
}

/** The licence texts of all packages that some modules come from, in alphabetical order. */
export async function licenceTexts(modules: readonly string[]): Promise<string> {
  const found = new Map(modules.flatMap(packageOf).map((each) => [each.folder, each]))
  const packages = [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const texts = await Promise.all(packages.map(licenceText))
  return `${['baqlab contains these packages, under their licences.', ...texts].join(`\n\n${rule}\n`)}\n`
}

const rule = '-'.repeat(80)

/** The package a module belongs to; none for our own sources. */
function packageOf(module: string): readonly Bundled[] {
  const found = /^(.*\/node_modules\/)((?:@[^/]+\/)?[^/]+)\//.exec(module)
  return found ? [{ name: found[2]!, folder: `${found[1]}${found[2]}` }] : []
}

async function licenceText({ name, folder }: Bundled): Promise<string> {
  const { version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8')) as {
    version: string
    license?: string
  }
  const head = `${name} ${version} (${license ?? 'see below'})`
  const files = await licenceFiles(folder)
  if (files.length === 0) return `${head}\n\nThe package holds no licence text besides this name.`
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return [head, ...texts.map((text) => text.trim())].join('\n\n')
}

/** The licence of a package, and those of code that it carries along in a folder of them. */
async function licenceFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const named = entries.filter(({ name }) => /^(licen[cs]e|copying|notice)/i.test(name))
  const found = await Promise.all(
    named.map(async (entry) => {
      const path = `${folder}/${entry.name}`
      if (!entry.isDirectory()) return [path]
      return (await readdir(path)).toSorted().map((name) => `${path}/${name}`)
    }),
  )
  return found.flat()
}
