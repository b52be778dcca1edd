import type { Case } from './case.ts'
import { appRoleRuleCases } from './approle-rule-cases.ts'
import { certCases } from './cert-cases.ts'
import { clientSettingCases } from './client-setting-cases.ts'
import { clientSuiteCases } from './client-suite-cases.ts'
import { clusterCases } from './cluster-cases.ts'
import { emptyValueCases } from './empty-value-cases.ts'
import { fieldCases } from './field-cases.ts'
import { fieldValueCases } from './field-value-cases.ts'
import { identityCases } from './identity-cases.ts'
import { identityTokenCases } from './identity-token-cases.ts'
import { jwtApiCases } from './jwt-api-cases.ts'
import { jwtCases } from './jwt-cases.ts'
import { jwtRoleCases } from './jwt-role-cases.ts'
import { kvCases } from './kv-cases.ts'
import { kvDetailCases } from './kv-detail-cases.ts'
import { leaseCases } from './lease-cases.ts'
import { lockoutCases } from './lockout-cases.ts'
import { loginCases } from './login-cases.ts'
import { mountCases } from './mount-cases.ts'
import { mountTuningCases } from './mount-tuning-cases.ts'
import { identityRuleCases } from './identity-rule-cases.ts'
import { templateCases } from './template-cases.ts'
import { tokenBoundCases } from './token-bound-cases.ts'
import { nameCases } from './name-cases.ts'
import { roleLimitCases } from './role-limit-cases.ts'
import { mountSettingCases } from './mount-setting-cases.ts'
import { namedIdCases } from './named-id-cases.ts'
import { operatorCases } from './operator-cases.ts'
import { pathCases } from './path-cases.ts'
import { passwordPolicyCases } from './password-policy-cases.ts'
import { pluginCases } from './plugin-cases.ts'
import { policyApiCases } from './policy-api-cases.ts'
import { policyCases } from './policy-cases.ts'
import { policyJoinCases } from './policy-join-cases.ts'
import { policyRuleCases } from './policy-rule-cases.ts'
import { quotaCases } from './quota-cases.ts'
import { readsFirstCases } from './reads-first-cases.ts'
import { renewalCases } from './renewal-cases.ts'
import { roleApiCases } from './role-api-cases.ts'
import { rolePartCases } from './role-part-cases.ts'
import { scanCases } from './scan-cases.ts'
import { roleTokenCases } from './role-token-cases.ts'
import { sealKeyCases } from './seal-key-cases.ts'
import { secretIdCases } from './secret-id-cases.ts'
import { systemCases } from './system-cases.ts'
import { tokenCreateCases } from './token-create-cases.ts'
import { tokenCases } from './token-cases.ts'
import { tokenTimeCases } from './token-time-cases.ts'
import { tuningCases } from './tuning-cases.ts'
import { userCases } from './user-cases.ts'
import { wireCases } from './wire-cases.ts'
import { tokenRoleCases } from './token-role-cases.ts'
import { wrappingCases } from './wrapping-cases.ts'

/** What every Vault does, the embedded one and a real one. */
export const cases: readonly Case[] = [
  ...loginCases,
  ...lockoutCases,
  ...jwtCases,
  ...jwtApiCases,
  ...certCases,
  ...fieldCases,
  ...fieldValueCases,
  ...emptyValueCases,
  ...secretIdCases,
  ...tokenCases,
  ...tokenCreateCases,
  ...policyCases,
  ...policyApiCases,
  ...policyRuleCases,
  ...policyJoinCases,
  ...clientSuiteCases,
  ...clientSettingCases,
  ...mountCases,
  ...mountSettingCases,
  ...renewalCases,
  ...roleApiCases,
  ...identityCases,
  ...identityTokenCases,
  ...rolePartCases,
  ...roleTokenCases,
  ...kvCases,
  ...kvDetailCases,
  ...tokenRoleCases,
  ...wrappingCases,
  ...leaseCases,
  ...systemCases,
  ...operatorCases,
  ...sealKeyCases,
  ...pathCases,
  ...clusterCases,
  ...passwordPolicyCases,
  ...quotaCases,
  ...pluginCases,
  ...scanCases,
  ...wireCases,
  ...tokenTimeCases,
  ...namedIdCases,
  ...readsFirstCases,
  ...appRoleRuleCases,
  ...userCases,
  ...jwtRoleCases,
  ...tuningCases,
  ...mountTuningCases,
  ...roleLimitCases,
  ...nameCases,
  ...templateCases,
  ...tokenBoundCases,
  ...identityRuleCases,
]
