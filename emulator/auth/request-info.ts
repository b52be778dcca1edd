/** A field of BAQ-REQUEST-INFO: the text moved into it, and the number moved to its -LEN field. */
export interface FieldValue {
  readonly value: string
  /** Absent: the length of the value, as a careful program would set it. */
  readonly length?: number
}

/** The fields of BAQ-REQUEST-INFO by the names baqlab gives them; each belongs to a compatibility level. */
export const requestInfoFields = {
  oauthUsername: { compLevel: 1, copybook: 'BAQ-OAUTH-USERNAME', maxLength: 256 },
  oauthPassword: { compLevel: 1, copybook: 'BAQ-OAUTH-PASSWORD', maxLength: 256 },
  oauthClientId: { compLevel: 1, copybook: 'BAQ-OAUTH-CLIENTID', maxLength: 256 },
  oauthClientSecret: { compLevel: 1, copybook: 'BAQ-OAUTH-CLIENT-SECRET', maxLength: 256 },
  oauthScope: { compLevel: 1, copybook: 'BAQ-OAUTH-SCOPE-PTR', maxLength: undefined },
  tokenUsername: { compLevel: 2, copybook: 'BAQ-TOKEN-USERNAME', maxLength: 256 },
  tokenPassword: { compLevel: 2, copybook: 'BAQ-TOKEN-PASSWORD', maxLength: 256 },
  zconServerUri: { compLevel: 3, copybook: 'BAQ-ZCON-SERVER-URI', maxLength: 256 },
  tokenCustomParms: { compLevel: 4, copybook: 'BAQ-TOKEN-CUSTOM-PARMS-PTR', maxLength: undefined },
  tokenCustomHeaders: {
    compLevel: 4,
    copybook: 'BAQ-TOKEN-CUSTOM-HEADERS-PTR',
    maxLength: undefined,
  },
  oauthResource: { compLevel: 4, copybook: 'the OAuth resource area', maxLength: undefined },
  oauthAudience: { compLevel: 4, copybook: 'the OAuth audience area', maxLength: undefined },
  oauthCustomParms: {
    compLevel: 4,
    copybook: 'the OAuth custom parameter area',
    maxLength: undefined,
  },
} as const

export type RequestInfoField = keyof typeof requestInfoFields

/** BAQ-REQUEST-INFO as a program fills it. */
export interface RequestInfo {
  /** BAQ-REQUEST-INFO-COMP-LEVEL; absent: as high as the fields that are set need. */
  readonly compLevel?: number
  readonly fields: Readonly<Partial<Record<RequestInfoField, FieldValue>>>
}
