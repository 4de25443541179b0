const words: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a number",
  uint: "a number",
  double: "a number",
  bool: "true or false",
  list: "a list",
  map: "a mapping",
  bytes: "bytes",
  null_type: "null",
};

const typeName = new RegExp(`\\b(${Object.keys(words).join("|")})\\b(?:<[^>]*>)?`, "g");

/** What the CEL library says, with its names of types in our words: "int, string" is "a number, a text". */
export function inWords(said: string): string {
  return said.replaceAll(typeName, (_, type: string) => words[type] ?? type);
}
