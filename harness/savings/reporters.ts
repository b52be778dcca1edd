/** The forms a comparison is printed in. */
export const compareReporters = ['pretty', 'json'] as const

export type CompareReporter = (typeof compareReporters)[number]
