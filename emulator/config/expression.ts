import { rule } from '../rule.ts'

export const arithmetic = rule('config.variable.arithmetic', {
  status: 'documented',
  source: 'Open Liberty: ConfigExpressionEvaluator',
  says: '${a+1} counts with whole numbers, from left to right; what cannot be counted stays as it is',
})

const operand = /([A-Za-z_$][\w.$]*)|(\d+)/y
const operator = /[-+*/]/y
const most = 2n ** 63n

/** Counts what stands between the braces of a variable; undefined where it is no sum of whole numbers. */
export function evaluate(
  expression: string,
  valueOf: (name: string) => string | undefined,
): string | undefined {
  let at = 0
  const take = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at
    const found = token.exec(expression)
    if (found) at = token.lastIndex
    return found
  }
  const next = (): bigint | undefined => {
    const found = take(operand)
    return found ? numberOf(found[2] ?? valueOf(found[1]!)) : undefined
  }
  let total = next()
  while (total !== undefined && at < expression.length) {
    const sign = take(operator)?.[0]
    const value = sign === undefined ? undefined : next()
    total = value === undefined ? undefined : count(total, sign!, value)
  }
  return total?.toString()
}

function numberOf(text: string | undefined): bigint | undefined {
  if (text === undefined || !/^[+-]?\d{1,19}$/.test(text)) return undefined
  const value = BigInt(text)
  return value >= -most && value < most ? value : undefined
}

/** As Java counts with `long`: it wraps around, and division drops what is left. */
function count(a: bigint, sign: string, b: bigint): bigint | undefined {
  if (sign === '/') return b === 0n ? undefined : BigInt.asIntN(64, a / b)
  return BigInt.asIntN(64, sign === '+' ? a + b : sign === '-' ? a - b : a * b)
}
