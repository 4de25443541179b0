import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** One package source: deb822 fields (sources.list(5)), names in lower case, values as written. */
export type AptSource = ReadonlyMap<string, string>;

const ownComponents = new Set([
  ...["main", "contrib", "non-free", "non-free-firmware"],
  ...["restricted", "universe", "multiverse"],
]);

/** Reads every package source of this machine. */
export async function readAptSources(): Promise<AptSource[]> {
  const folder = "/etc/apt/sources.list.d";
  const listed = await readdir(folder).catch(() => []);
  const files = ["/etc/apt/sources.list", ...listed.sort().map((name) => join(folder, name))];
  const sources = await Promise.all(
    files.map(async (file) => {
      if (file.endsWith(".sources")) return parseDeb822(await readFile(file, "utf8"));
      return file.endsWith(".list") ? parseOneLine(await readFile(file, "utf8").catch(() => "")) : [];
    }),
  );
  return sources.flat();
}

/** Parses a .sources file. */
export function parseDeb822(text: string): AptSource[] {
  const withoutComments = text.replace(/^#.*\n?/gm, "");
  return withoutComments
    .split(/\n[ \t]*\n/)
    .map((stanza) => {
      const fields = stanza.matchAll(/^([A-Za-z0-9-]+):[ \t]*(.*(?:\n[ \t]+.*)*)/gm);
      return new Map([...fields].map(([, name = "", value = ""]) => [name.toLowerCase(), value.trimEnd()]));
    })
    .filter((source) => source.size > 0);
}

const longNames: Readonly<Record<string, string>> = {
  arch: "architectures",
  lang: "languages",
  target: "targets",
};

/** Parses a .list file: `deb [arch=amd64] http://… suite component…`. */
export function parseOneLine(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*(deb|deb-src)\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line);
    if (!match) return [];
    const [, type = "", options = "", uri = "", suite = "", components = ""] = match;
    const source = new Map([
      ["types", type],
      ["uris", uri],
      ["suites", suite],
      ["components", components.trim()],
    ]);
    for (const option of options.split(/\s+/).filter((part) => part.includes("="))) {
      const [name = "", ...value] = option.split("=");
      source.set(longNames[name] ?? name, value.join("=").replaceAll(",", " "));
    }
    return [source];
  });
}

/**
 * Those sources of binary packages that belong to the operating system itself, reduced to its own suites; third
 * parties' and sources on local disks are left out.
 */
export function sourcesOfRelease(sources: readonly AptSource[], codename: string): AptSource[] {
  const ownSuites = new Set(["", "-updates", "-security", "-backports"].map((suffix) => codename + suffix));
  return sources.flatMap((source) => {
    const suites = words(source, "suites").filter((suite) => ownSuites.has(suite));
    const components = words(source, "components").filter((component) => ownComponents.has(component));
    const uris = words(source, "uris").filter((uri) => /^(https?|mirror\+https?|mirror):/.test(uri));
    const isBinary = words(source, "types").includes("deb") && source.get("enabled")?.toLowerCase() !== "no";
    if (!isBinary || suites.length === 0 || components.length === 0 || uris.length === 0) return [];
    const own = {
      types: "deb",
      uris: uris.join(" "),
      suites: suites.join(" "),
      components: components.join(" "),
    };
    return [new Map([...source, ...Object.entries(own)])];
  });
}

/** Writes sources as a .sources file. */
export function renderSources(sources: readonly AptSource[]): string {
  const stanzas = sources.map((source) =>
    [...source]
      .map(([name, value]) => `${name.replace(/(^|-)[a-z]/g, (part) => part.toUpperCase())}: ${value}\n`)
      .join(""),
  );
  return stanzas.join("\n").replaceAll("Uris:", "URIs:");
}

/** The keyring files that sources are signed by; keys written out in the source are not files. */
export function keyringsOf(sources: readonly AptSource[]): string[] {
  const files = sources.flatMap((source) => words(source, "signed-by"));
  return [...new Set(files.filter((file) => file.startsWith("/")))];
}

function words(source: AptSource, field: string): string[] {
  return (source.get(field) ?? "").split(/\s+/).filter((word) => word !== "");
}
