/** What an operand of a command takes in parentheses. */
type Takes = 'nothing' | 'list' | 'ignored'

/** One command: its abbreviation, and its operands by their whole names. */
export interface CommandSpec {
  readonly verb: string
  readonly short?: string
  readonly operands: Readonly<Record<string, Takes>>
}

const ignored = (names: string): Record<string, Takes> =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'ignored']))

const segments = ignored(
  'NAME OWNER DATA PASSWORD NOPASSWORD PHRASE NOPHRASE OIDCARD NOOIDCARD OMVS NOOMVS TSO NOTSO CICS NOCICS WORKATTR NOWORKATTR SPECIAL NOSPECIAL OPERATIONS NOOPERATIONS AUDITOR NOAUDITOR UAUDIT NOUAUDIT GRPACC NOGRPACC ADSP NOADSP CLAUTH NOCLAUTH MODEL NOMODEL EXPIRED NOEXPIRED AUTHORITY UACC SECLABEL NOSECLABEL SECLEVEL NOSECLEVEL',
)

const profileWords = ignored(
  'OWNER AUDIT NOTIFY NONOTIFY DATA NODATA APPLDATA NOAPPLDATA LEVEL GLOBALAUDIT STDATA NOSTDATA WARNING NOWARNING',
)

/** The commands that say who may do what, with their operands. */
export const commandSpecs: readonly CommandSpec[] = [
  {
    verb: 'ADDUSER',
    short: 'AU',
    operands: { DFLTGRP: 'list', RESTRICTED: 'nothing', NORESTRICTED: 'nothing', ...segments },
  },
  {
    verb: 'ALTUSER',
    short: 'ALU',
    operands: {
      DFLTGRP: 'list',
      RESTRICTED: 'nothing',
      NORESTRICTED: 'nothing',
      REVOKE: 'list',
      NOREVOKE: 'nothing',
      RESUME: 'list',
      NORESUME: 'nothing',
      ...segments,
      GROUP: 'ignored',
    },
  },
  { verb: 'DELUSER', short: 'DU', operands: {} },
  {
    verb: 'ADDGROUP',
    short: 'AG',
    operands: ignored('SUPGROUP OWNER DATA MODEL OMVS TERMUACC NOTERMUACC UNIVERSAL'),
  },
  { verb: 'DELGROUP', short: 'DG', operands: {} },
  {
    verb: 'CONNECT',
    short: 'CO',
    operands: {
      GROUP: 'list',
      REVOKE: 'list',
      RESUME: 'list',
      ...ignored(
        'AUTHORITY OWNER UACC SPECIAL NOSPECIAL OPERATIONS NOOPERATIONS AUDITOR NOAUDITOR GRPACC NOGRPACC ADSP NOADSP',
      ),
    },
  },
  { verb: 'REMOVE', short: 'RE', operands: { GROUP: 'list', OWNER: 'ignored' } },
  { verb: 'RDEFINE', short: 'RDEF', operands: { UACC: 'list', ...profileWords } },
  { verb: 'RALTER', short: 'RALT', operands: { UACC: 'list', ...profileWords } },
  { verb: 'RDELETE', short: 'RDEL', operands: {} },
  {
    verb: 'PERMIT',
    short: 'PE',
    operands: {
      CLASS: 'list',
      ID: 'list',
      ACCESS: 'list',
      DELETE: 'nothing',
      RESET: 'list',
      WHEN: 'list',
      FROM: 'list',
      FCLASS: 'list',
      FGENERIC: 'nothing',
      FVOLUME: 'list',
      GENERIC: 'ignored',
    },
  },
  {
    verb: 'RACMAP',
    operands: {
      ID: 'list',
      MAP: 'nothing',
      DELMAP: 'list',
      LISTMAP: 'list',
      QUERY: 'list',
      USERDIDFILTER: 'list',
      REGISTRY: 'list',
      WITHLABEL: 'list',
    },
  },
]

/** Commands that change nothing a request could notice. */
export const silentCommands: ReadonlySet<string> = new Set(
  `SETROPTS SETR LISTUSER LU LISTGRP LG RLIST RL SEARCH SR PASSWORD PW PHRASE RACDCERT ALTGROUP ALG
  ADDSD AD ALTDSD ALD DELDSD DD LISTDSD LD RVARY PROFILE SIGNOFF`.split(/\s+/),
)
