/** A value as a message shows it: whole, or its beginning where it is very long. */
export const clip = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text)
