import { attributeNames, effectiveConfig } from '../../emulator/config/index.ts'
import type { ListFolder, ReadFile } from '../../emulator/config/index.ts'
import { error, suggestName, type Problem } from '../../emulator/index.ts'
import type { SettingSpec, VariantSpec } from '../scenario/compare-model.ts'
import type { Scenario } from '../scenario/model.ts'

export interface Disk {
  readonly readFile: ReadFile
  readonly listFolder?: ListFolder | undefined
}

/** The scenario as a variant has it, and what is wrong with its settings. */
export interface VariedScenario {
  readonly scenario: Scenario
  readonly problems: readonly Problem[]
}

/** The scenario with level, servers and settings of a variant; its steps are left out. */
export function varied(scenario: Scenario, variant: VariantSpec, disk: Disk): VariedScenario {
  const { config, servers, assume } = scenario
  const { dropin, problems } = settingsDropin(scenario, variant, disk)
  return {
    problems,
    scenario: {
      ...scenario,
      level: variant.level,
      servers: variant.servers ?? servers,
      assume: { ...assume, ...variant.assume },
      config: { ...config, dropins: [...config.dropins, ...dropin] },
      steps: [],
      expect: [],
    },
  }
}

interface SettingsDropin {
  readonly dropin: readonly { readonly file: string; readonly text: string }[]
  readonly problems: readonly Problem[]
}

/** Settings as one more file of configuration, which is merged last and so wins. */
function settingsDropin(
  { config: { file, variables, dropins } }: Scenario,
  { settings, level, at }: VariantSpec,
  disk: Disk,
): SettingsDropin {
  if (settings.length === 0) return { dropin: [], problems: [] }
  const elements = effectiveConfig({ ...disk, file, variables, dropins, level })
  const names = new Map(elements.filter(({ id }) => id !== '').map(({ id, name }) => [id, name]))
  const problems: Problem[] = []
  const lines = settings.flatMap((setting) => {
    const name = names.get(setting.element)
    const problem =
      name === undefined ? unknownElement(setting, names) : wrongAttribute(setting, name)
    if (problem) problems.push(problem)
    const { element, attribute, value } = setting
    return problem ? [] : [`  <${name} id="${element}" ${attribute}="${escaped(value)}"/>`]
  })
  const text = `<server>\n${lines.join('\n')}\n</server>\n`
  return { dropin: [{ file: `${at.file}:${at.line}#set`, text }], problems }
}

const unknownElement = ({ element, at }: SettingSpec, names: ReadonlyMap<string, string>) =>
  error(
    'UNKNOWN-NAME',
    `server.xml has no element with the id "${element}"`,
    at,
    suggestName(element, names.keys()),
  )

function wrongAttribute({ attribute, at }: SettingSpec, element: string): Problem | undefined {
  const known = attributeNames(element)?.filter((name) => name !== 'id')
  if (!known || known.includes(attribute)) return undefined
  const said = `"${attribute}" is no attribute of ${element}`
  return error('UNKNOWN-NAME', said, at, suggestName(attribute, known))
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }

const escaped = (text: string): string => text.replace(/[&<"]/g, (char) => entities[char]!)
