/** The answers every route may give instead of its own. */
export const problemAnswers = (hasBody: boolean): Readonly<Record<number, string>> => ({
  ...(hasBody && {
    400: 'The body is not JSON.',
    413: 'The body is larger than 8 MiB.',
  }),
  403: 'Asked by a page of another origin, or under another name than this machine’s.',
  422: 'Not understood: each problem says where and what to do.',
  500: 'baqlab itself failed.',
  503: 'The world was reset or stopped while this was under way.',
})
