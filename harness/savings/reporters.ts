/** The forms a comparison is printed in. */
export const compareReporters = ['pretty', 'json', 'html', 'markdown'] as const

export type CompareReporter = (typeof compareReporters)[number]
