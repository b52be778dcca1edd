/** A share as a percentage, rounded, with as many digits as tell it from all: 99.998 %. */
export function percent(share: number): string {
  const most = 8
  let digits = share > 0.99 && share < 1 ? 3 : 1
  while (share < 1 && Number((share * 100).toFixed(digits)) === 100 && digits < most) digits++
  return `${(share * 100).toFixed(digits)} %`
}
