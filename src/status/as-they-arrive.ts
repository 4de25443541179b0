/** The values of promises that never reject, in the order in which they settle. */
export async function* asTheyArrive<Value>(promises: readonly Promise<Value>[]): AsyncGenerator<Value> {
  const left = new Map(
    promises.map((promise, index) => [index, promise.then((value) => ({ index, value }))]),
  );
  while (left.size > 0) {
    const { index, value } = await Promise.race(left.values());
    left.delete(index);
    yield value;
  }
}
