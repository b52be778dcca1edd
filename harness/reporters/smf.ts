import { smfFields } from '../../emulator/index.ts'
import type { RecordedCall } from '../runner/event.ts'
import type { CreateReporter } from './reporter.ts'
import { titleOf } from './wording.ts'

/** Fields of ours after those of SMF: what a record of z/OS Connect does not have. */
const ownFields = ['BAQLAB_CREDENTIAL', 'BAQLAB_SCENARIO'] as const

const quoted = (value: string) =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

const rowOf = (values: readonly string[]) => `${values.map(quoted).join(',')}\n`

const callRow = ({ smf, credential }: RecordedCall, title: string) =>
  rowOf([...smfFields.map((field) => smf[field]), credential, title])

/** Every call of a run as z/OS Connect would record it in SMF 123 subtype 2: CSV with IBM's field names. */
export const smfReporter: CreateReporter = ({ write }) => {
  write(rowOf([...smfFields, ...ownFields]))
  return {
    on(event) {
      if (event.kind !== 'scenario-finished') return
      const title = titleOf(event.result)
      for (const call of event.result.records ?? []) write(callRow(call, title))
    },
  }
}
