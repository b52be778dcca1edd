import type { BasicPlan, LocalJwtPlan } from '../../emulator/index.ts'
import { ruleById, timeText, type Part } from './explanation.ts'

/** The JWT that the server generates for each call. */
export function localJwtPart({ id, at, builder, claims }: LocalJwtPlan): Part {
  const names = Object.keys(claims)
  return {
    key: `authTokenLocal ${id}`,
    title: `JWT generated for authTokenLocal ${id}`,
    at,
    facts: [
      {
        label: 'made',
        text: `by jwtBuilder ${builder.id}, ${builder.signatureAlgorithm.value}, good for ${timeText(builder.expiryMs.value)}, sub the asserted user`,
        concern: 'sent',
        rules: [ruleById('jwt.subject'), ruleById('jwt.claims')],
      },
      ...(names.length > 0
        ? [
            {
              label: 'claims',
              text: names.join(', '),
              concern: 'sent' as const,
              rules: [ruleById('jwt.private-claims')],
            },
          ]
        : []),
      {
        label: 'checked',
        text: 'the link user needs READ access to SURROGAT profile <asserted user>.BAQTOKEN',
        concern: 'sent',
        rules: [ruleById('jwt.surrogat')],
      },
      {
        label: 'kept',
        text: 'not kept, a new one for every call',
        concern: 'kept',
        rules: [ruleById('jwt.not-cached')],
      },
    ],
  }
}

/** Basic authentication with the API. */
export const basicPart = ({ id, at, attach }: BasicPlan): Part => ({
  key: `authData ${id}`,
  title: `basic authentication of authData ${id}`,
  at,
  facts: [
    {
      label: 'sent',
      text: 'user and password of server.xml, with every call',
      concern: 'sent',
      rules: attach.rules,
    },
  ],
})
