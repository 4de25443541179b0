import { normalValue, sysctlPath } from "./sysctl-key.ts";

/** The text of a sysctl.d file in which `key` is set once, to `value`; null takes it out. Other lines stay as they are. */
export function withSysctl(text: string, key: string, value: string | null): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const settings = lines.map(readLine);
  const isAbout = (index: number) => settings[index]?.path === sysctlPath(key);
  const last = lines.findLastIndex((_, index) => isAbout(index));
  const wanted = value === null ? [] : [`${key} = ${value}`];
  const result = lines.flatMap((line, index) => {
    if (!isAbout(index)) return [line];
    if (index !== last || value === null) return [];
    return settings[index]?.value === normalValue(value) ? [line] : wanted;
  });
  const whole = last < 0 ? [...result, ...wanted] : result;
  return whole.map((line) => `${line}\n`).join("");
}

/** `key = value`; a leading `-` says that errors do not matter. */
function readLine(line: string): { readonly path: string; readonly value: string } | null {
  const match = /^\s*-?\s*([^#;\s=][^=]*?)\s*=(.*)$/.exec(line);
  if (!match) return null;
  const [, key = "", value = ""] = match;
  return { path: sysctlPath(key), value: normalValue(value) };
}
