/** What is another in each run, and says nothing: addresses, fingerprints, numbers of processes and runs. */
const places: readonly (readonly [RegExp, string])[] = [
  [/\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/g, "ADDRESS"],
  [/SHA256:[A-Za-z0-9+/]+/g, "SHA256:…"],
  [/\brun \d{8}-\d{6}-[0-9a-f]+/g, "run ID"],
  [/\bof \S+@\S+ \(pid \d+\)/g, "of USER@MACHINE (pid N)"],
  [/\bsince \d\d:\d\d:\d\d\b/g, "since TIME"],
  [/\bprocess \d+\b/g, "process N"],
];

/** A message as it reads in any run. */
export function withoutPlaces(message: string): string {
  return places.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), message);
}
