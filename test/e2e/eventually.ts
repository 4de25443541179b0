/**
 * Asks until the answer is the expected one, at most 200 times, and returns the last answer. For questions that take
 * time themselves, such as a command in a host: nothing waits between them.
 */
export async function eventually<T>(ask: () => Promise<T>, expected: T): Promise<T> {
  let answer = await ask();
  for (let tries = 1; answer !== expected && tries < 200; tries += 1) answer = await ask();
  return answer;
}
