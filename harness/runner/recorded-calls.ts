import { smfRecord, type ServedCall, type SmfRecord } from '../../emulator/index.ts'
import type { RecordedCall } from './event.ts'

/** Takes down what z/OS Connect would record of each call. */
export interface CallRecorder {
  readonly onServed: (served: ServedCall) => void
  /** The records so far, secrets masked. */
  readonly records: (mask: (text: string) => string) => readonly RecordedCall[]
}

/** Begins without records; credentials are numbered as they come, so that nothing of them can be read. */
export function recordCalls(): CallRecorder {
  const numbers = new Map<string, number>()
  const recorded: RecordedCall[] = []
  const numberOf = (key: string): number => {
    const number = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, number)
    return number
  }
  return {
    onServed(served) {
      const keys = served.result.trace.flatMap((each) => (each.kind === 'lookup' ? each.key : []))
      const credential = [...new Set(keys)].map(numberOf).join('+')
      recorded.push({ smf: smfRecord(served), credential })
    },
    records: (mask) =>
      recorded.map(({ smf, credential }) => ({ smf: masked(smf, mask), credential })),
  }
}

const masked = (record: SmfRecord, mask: (text: string) => string): SmfRecord => ({
  ...record,
  SMF123S2_API_REQ_NAME: mask(record.SMF123S2_API_REQ_NAME),
  SMF123S2_ENDPOINT_FULL_PATH: mask(record.SMF123S2_ENDPOINT_FULL_PATH),
  SMF123S2_USER_NAME: mask(record.SMF123S2_USER_NAME),
  SMF123S2_USER_NAME_ASSERTED: mask(record.SMF123S2_USER_NAME_ASSERTED),
})
