/** The parts of an answer, by name; empty lines are left out. */
export type Parts = ReadonlyMap<string, readonly string[]>;

/** sh that begins a part of the answer. */
export function partMark(name: string): string {
  return `echo '==lab ${name}=='`;
}

/** Takes an answer apart. Pure. */
export function partsOf(stdout: string): Parts {
  const parts = new Map<string, string[]>();
  let lines: string[] = [];
  for (const line of stdout.split("\n")) {
    const [, name] = /^==lab (.+)==$/.exec(line) ?? [];
    if (name === undefined) {
      if (line.trim() !== "") lines.push(line);
      continue;
    }
    lines = [];
    parts.set(name, lines);
  }
  return parts;
}
