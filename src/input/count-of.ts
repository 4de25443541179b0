/** "1 host", "2 hosts": a number with its noun, which takes an s. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
