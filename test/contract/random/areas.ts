import { type Requests } from './grammar.ts'
import { tokenRequests } from './token-area.ts'
import { appRoleRequests } from './approle-area.ts'
import { userpassRequests } from './userpass-area.ts'
import { kv2Requests, kv1Requests } from './kv-area.ts'
import { cubbyRequests } from './cubbyhole-area.ts'
import { wrapRequests } from './wrapping-area.ts'
import { jwtRequests } from './jwt-area.ts'
import { mountRequests } from './mount-area.ts'
import { policyRequests } from './policy-area.ts'
import { leaseRequests, tunedRequests } from './lease-area.ts'

export interface Area {
  readonly name: string
  /** What is mounted at `@` before, by its path, as the API wants it. */
  readonly mounts: readonly (readonly [path: string, body: unknown])[]
  readonly requests: Requests
}

const kv2 = ['mounts/@/kv2', { type: 'kv', options: { version: '2' } }] as const

const kv1 = ['mounts/@/kv1', { type: 'kv' }] as const

const approle = ['auth/@/approle', { type: 'approle' }] as const

const jwt = ['auth/@/jwt', { type: 'jwt' }] as const

const userpass = ['auth/@/userpass', { type: 'userpass' }] as const

export const areas: readonly Area[] = [
  { name: 'token', mounts: [], requests: tokenRequests },
  { name: 'approle', mounts: [approle], requests: appRoleRequests },
  { name: 'userpass', mounts: [userpass], requests: userpassRequests },
  { name: 'kv2', mounts: [kv2], requests: kv2Requests },
  { name: 'kv1', mounts: [kv1], requests: kv1Requests },
  { name: 'cubbyhole', mounts: [], requests: cubbyRequests },
  { name: 'wrapping', mounts: [kv2, kv1], requests: wrapRequests },
  { name: 'leases', mounts: [userpass], requests: leaseRequests },
  { name: 'tuned', mounts: [userpass], requests: tunedRequests },
  { name: 'jwt', mounts: [jwt], requests: jwtRequests },
  { name: 'policies', mounts: [kv1], requests: policyRequests },
  { name: 'mounts', mounts: [kv1, userpass], requests: mountRequests },
]
