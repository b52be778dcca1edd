/** What a role means that asks for the type which it would have by default. */
export function withoutDefault<T extends { readonly token_type?: string }>(
  fields: T,
): { readonly fields: T; readonly warnings: readonly string[] } {
  const [said, type] = /^default-(service|batch)$/.exec(fields.token_type ?? '') ?? []
  if (type === undefined) return { fields, warnings: [] }
  const warnings = [`${said} has no useful meaning; adjusting to ${type}`]
  return { fields: { ...fields, token_type: type }, warnings }
}
