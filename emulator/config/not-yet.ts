/**
 * The ways to authenticate that are read and checked, but that the requester cannot carry out yet: a
 * connection that names one is unusable with NOT-EMULATED. Take a name out when its method is there;
 * when none is left, this file and `findNotEmulated` in check.ts go.
 */
export const methodsToCome: ReadonlySet<string> = new Set([
  'zosconnect_oAuthConfig',
  'zosconnect_authTokenLocal',
  'zosconnect_authData',
])
