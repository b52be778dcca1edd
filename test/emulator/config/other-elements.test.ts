import { expect, it } from 'vitest'
import { readElements } from '../../support/server-xml.ts'

const told = (xml: string): readonly string[] =>
  readElements(xml).problems.map(({ code, message }) => `${code} ${message}`)

it.each([
  ['<mpJwt mapToUserRegistry="maybe"/>', 'BAD-VALUE "maybe" is not a value of "mapToUserRegistry"'],
  ['<mpJwt jwksUri="${nope}"/>', 'BAD-VARIABLE the variable "nope" in "jwksUri" has no value'],
  [
    '<mpJwt clockSkew="5 minutes"/>',
    'BAD-DURATION "5 minutes" is not a duration: "minutes" is not a unit',
  ],
  ['<openidConnectClient headerName="a b"/>', 'BAD-VALUE "a b" is not a value of "headerName"'],
  ['<mpJwt sharedKey="{xor}!!"/>', 'BAD-PASSWORD a password in {xor} is not valid Base64'],
  ['<mpJwt issuer="a, ${nope}"/>', 'BAD-VARIABLE the variable "nope" in "issuer" has no value'],
  [
    '<mpJwt sslRef="none"/>',
    'MISSING-REFERENCE "sslRef" of "mpJwt" refers to "none", which is not there',
  ],
  [
    '<zosconnect_zosConnectAPIs><zosConnectAPI interceptorsRef="none"/></zosconnect_zosConnectAPIs>',
    'MISSING-REFERENCE "interceptorsRef" of "zosConnectAPI" refers to "none", which is not there',
  ],
  ['<safAuthorization racRouteLog="SOME"/>', 'BAD-VALUE "SOME" is not a value of "racRouteLog"'],
  [
    '<safAuthorization enableDelegation="x"/>',
    'BAD-VALUE "x" is not a value of "enableDelegation"',
  ],
  [
    '<zosconnect_authorizationInterceptor id="a" safCacheTimeout="${n}"/>',
    'BAD-VARIABLE the variable "n" in "safCacheTimeout" has no value',
  ],
  ['<safRegistry realm="${nope}"/>', 'BAD-VARIABLE the variable "nope" in "realm" has no value'],
  [
    '<keyStore id="k" location="${nope}/x"/>',
    'BAD-VARIABLE the variable "nope" in "location" has no value',
  ],
  [
    '<authFilter id="f"><requestUrl urlPattern="/a" matchType="like"/></authFilter>',
    'BAD-VALUE "like" is not a value of "matchType"',
  ],
  [
    '<authFilter id="f"><remoteAddress ip="${nope}" matchType="lessThan"/></authFilter>',
    'BAD-VARIABLE the variable "nope" in "ip" has no value',
  ],
])('tells once what is wrong with a value of %s', (xml, problem) => {
  expect(told(xml)).toEqual([problem])
})

it.each([
  '<mpJwt id="${nope}" clockSkew="5m" mapToUserRegistry="TRUE" jwksUri="https://a/b"/>',
  '<safAuthorization racRouteLog="nofail" enableDelegation="false"/>',
  '<authFilter id="f"><remoteAddress ip="10.0.0.1" matchType="greaterThan"/></authFilter>',
  '<openidConnectClient id="a" clientSecret="{xor}Lz4sLA==" issuerIdentifier="a,b"/>',
])('finds nothing wrong with %s', (xml) => {
  expect(told(xml)).toEqual([])
})
