import { rule } from '../rule.ts'
import { folderOf } from './paths.ts'

export const predefinedFolders = rule('config.variable.predefined', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'server.config.dir and its kin are known and end with a slash; double slashes count once',
})

export const serversFolder = rule('config.variable.predefined-layout', {
  status: 'assumed',
  source: 'Assumed: a server whose WLP_USER_DIR is not two folders above its server.xml settles it',
  says: 'wlp.user.dir is two folders above server.config.dir, and server.output.dir is server.config.dir',
})

/** Names of variables that every server has. */
export const predefinedNames: ReadonlySet<string> = new Set(
  `wlp.install.dir wlp.user.dir wlp.server.name server.config.dir server.output.dir shared.app.dir
  shared.config.dir shared.resource.dir`.split(/\s+/),
)

/** The predefined variables of the server whose server.xml this is; wlp.install.dir cannot be known. */
export function predefinedVariables(file: string): Readonly<Record<string, string>> {
  const folder = folderOf(file)
  const name = folder.split('/').findLast((part) => part !== '' && part !== '.' && part !== '..')
  return {
    'wlp.server.name': name ?? 'defaultServer',
    'server.config.dir': folder === '' ? './' : folder,
    'server.output.dir': '${server.config.dir}',
    'wlp.user.dir': '${server.config.dir}../../',
    'shared.app.dir': '${wlp.user.dir}shared/apps/',
    'shared.config.dir': '${wlp.user.dir}shared/config/',
    'shared.resource.dir': '${wlp.user.dir}shared/resources/',
  }
}
