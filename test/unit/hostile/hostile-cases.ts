import { parentPath } from "../../../src/resources/normal-path.ts";
import type { PathState } from "../../../src/resources/path-state.ts";

/** A hostile text in one argument of a module, and states of a host in which the module has something to do. */
export interface HostileCase {
  readonly name: string;
  readonly module: string;
  readonly args: (text: string, folder: string) => Readonly<Record<string, unknown>>;
  /** By the names of probes; what is not named is not there. */
  readonly states: readonly Readonly<Record<string, unknown>>[];
}

const absent: PathState = { kind: "absent", parent: "directory" };
const ownership = { mode: "0644", owner: "nobody", group: "nogroup", uid: 65_534, gid: 65_534 } as const;

/** A file with this text. */
export const fileWith = (text: string): PathState => ({
  ...ownership,
  kind: "file",
  size: Buffer.byteLength(text),
  sha256: "",
  content: { kind: "text", text },
});

const link: PathState = { ...ownership, kind: "link", target: "/nowhere" };
const directory: PathState = { ...ownership, kind: "directory" };
const account = {
  uid: 1,
  primaryGroup: "a",
  comment: "",
  home: "/a",
  shell: "/b",
  groups: [],
  locked: false,
};
const unit = { kind: "unit", load: "loaded", active: "inactive", sub: "dead", file: "disabled" };
const unitState = { ...unit, ranOnce: false, needsReload: true, canReload: true };
const packageState = { installed: null, residue: false, held: false, candidate: "2", listsAgeSeconds: null };
const managers = ["apt", "dnf", "zypper", "apk"];

/** Every argument of every module that reaches a host. */
export const hostileCases: readonly HostileCase[] = [
  of("copy content", "copy", (text, at) => ({ dest: `${at}/copy`, content: text }), [{ path: absent }]),
  of("copy dest", "copy", (text, at) => ({ dest: `${at}/${text}`, content: "x" }), [
    { path: absent },
    { path: link },
  ]),
  of("copy owner", "copy", (text, at) => ({ dest: `${at}/o`, content: "x", owner: text, group: text }), [
    { path: absent },
  ]),
  of("copy validate", "copy", (text, at) => ({ dest: `${at}/${text}`, content: "x", validate: "cat %s" }), [
    { path: absent },
  ]),
  of("file path", "file", (text, at) => ({ path: `${at}/x${text}`, state: "absent" }), [
    { path: fileWith("x") },
    { path: link },
    { path: directory },
  ]),
  of("file mode", "file", (text, at) => ({ path: `${at}/m`, mode: text }), [
    { path: fileWith("x") },
    { path: directory },
  ]),
  of("directory path", "directory", (text, at) => ({ path: `${at}/${text}` }), [{ path: absent }]),
  of("link src", "link", (text, at) => ({ path: `${at}/link`, src: text }), [
    { path: absent },
    { path: link },
  ]),
  of("lineinfile line", "lineinfile", (text, at) => ({ path: `${at}/l`, line: text, create: true }), [
    { path: absent },
    { path: fileWith("a\nb") },
  ]),
  of(
    "lineinfile backrefs",
    "lineinfile",
    (text, at) => ({ path: `${at}/l`, line: text, regexp: "(a)", backrefs: true }),
    [{ path: fileWith("a\nb") }],
  ),
  of("blockinfile block", "blockinfile", (text, at) => ({ path: `${at}/b`, block: text, create: true }), [
    { path: absent },
    { path: fileWith("a\n") },
  ]),
  of(
    "blockinfile marker",
    "blockinfile",
    (text, at) => ({ path: `${at}/b`, block: "x", marker: `${text}{mark}`, create: true }),
    [{ path: absent }],
  ),
  of("stat path", "stat", (text, at) => ({ path: `${at}/${text}`, get_checksum: true }), [{ path: absent }]),
  of("command argv", "command", (text) => ({ argv: ["record", text] }), [{}]),
  of("command first word", "command", (text) => ({ argv: [text, "x"] }), [{}]),
  of("command cmd", "command", (text) => ({ cmd: `record '${text.replaceAll("'", "")}'` }), [{}]),
  of("command environment", "command", (text) => ({ argv: ["record"], environment: { VALUE: text } }), [{}]),
  of("command environment name", "command", (text) => ({ argv: ["record"], environment: { [text]: "x" } }), [
    {},
  ]),
  of("command stdin", "command", (text) => ({ argv: ["cat"], stdin: text }), [{}]),
  of("command chdir", "command", (text, at) => ({ argv: ["record"], chdir: `${at}/${text}` }), [
    { "path chdir": directory },
  ]),
  of("command creates", "command", (text, at) => ({ argv: ["record"], creates: `${at}/${text}` }), [
    { "path creates": absent },
  ]),
  of("shell executable", "shell", (text) => ({ cmd: ":", executable: `/${text}` }), [{}]),
  of("shell stdin", "shell", (text) => ({ cmd: "cat", stdin: text }), [{}]),
  of("package name", "package", (text) => ({ name: text, state: "latest", hold: true }), ofManagers("x")),
  of("package version", "package", (text) => ({ name: `x=${text}` }), ofManagers("x")),
  of(
    "package removal",
    "package",
    (text) => ({ name: [text, "x"], state: "absent", purge: true }),
    ofManagers("x", { installed: { version: "1" } }),
  ),
  of("service name", "service", (text) => ({ name: text, state: "started", enabled: true }), [
    { service: unitState },
    { service: { ...unitState, active: "activating" } },
  ]),
  of("service restart", "service", (text) => ({ name: text, state: "restarted" }), [
    { service: { ...unitState, active: "active" } },
  ]),
  of(
    "sysctl name",
    "sysctl",
    (text) => ({ name: text, value: "1", sysctl_file: "/nowhere/x.conf" }),
    sysctlStates,
  ),
  of(
    "sysctl value",
    "sysctl",
    (text) => ({ name: "lab.test", value: text, sysctl_file: "/nowhere/x.conf" }),
    sysctlStates,
  ),
  of("modprobe name", "modprobe", (text) => ({ name: text, persistent: false }), moduleStates),
  of(
    "modprobe params",
    "modprobe",
    (text) => ({ name: "lab", params: text, persistent: false }),
    moduleStates,
  ),
  of("hostname", "hostname", (text) => ({ name: text }), [{ live: "old; touch x", file: fileWith("old\n") }]),
  of("timezone", "timezone", (text) => ({ name: text }), [{ known: true, localtime: link, file: absent }]),
  of("locale", "locale", (text) => ({ name: text }), [
    {
      locale: { available: false, tools: true, generator: true },
      generator: fileWith(""),
      debian: absent,
      systemd: absent,
    },
  ]),
  of("user name", "user", (text) => ({ name: text, password: "x", password_lock: true }), userStates({})),
  of("user comment", "user", (text) => ({ name: "bob", comment: text }), userStates({})),
  of("user home", "user", (text) => ({ name: "bob", home: `/${text}`, shell: `/${text}` }), userStates({})),
  of("user groups", "user", (text) => ({ name: "bob", group: text, groups: [text] }), userStates({})),
  of("user password", "user", (text) => ({ name: "bob", password: text }), userStates({})),
  of("group name", "group", (text) => ({ name: text, gid: 5 }), [
    { group: null },
    { group: { gid: 1, members: ["'; touch x"] } },
  ]),
  of("group removal", "group", (text) => ({ name: text, state: "absent" }), [
    { group: { gid: 1, members: [] } },
  ]),
  of("reboot msg", "reboot", (text) => ({ msg: text, pre_reboot_delay: 1 }), [{}]),
  of("wait_for host", "wait_for", (text) => ({ host: text, port: 9, timeout: 1 }), []),
  of("wait_for path", "wait_for", (text, at) => ({ path: `${at}/${text}`, state: "absent", timeout: 1 }), [
    { condition: "yes" },
  ]),
  of(
    "wait_for regex",
    "wait_for",
    (text) => ({ path: "/nowhere", search_regex: text, state: "absent", timeout: 1 }),
    [{ condition: "yes" }],
  ),
];

function of(
  name: string,
  module: string,
  args: HostileCase["args"],
  states: readonly Readonly<Record<string, unknown>>[] | (() => readonly Readonly<Record<string, unknown>>[]),
): HostileCase {
  return { name, module, args, states: typeof states === "function" ? states() : states };
}

function ofManagers(name: string, rest: object = {}): readonly Readonly<Record<string, unknown>>[] {
  return managers.map((manager) => ({
    [name]: { ...packageState, ...rest, manager },
    "*": { ...packageState, ...rest, manager },
  }));
}

function sysctlStates(): readonly Readonly<Record<string, unknown>>[] {
  return [{ sysctl: { exists: true, value: "'; touch x" }, file: fileWith("") }];
}

function moduleStates(): readonly Readonly<Record<string, unknown>>[] {
  return ["absent", "loaded"].map((presence) => ({
    module: { presence, loadable: true, modprobe: true },
    load: absent,
    options: absent,
  }));
}

function userStates(rest: object): readonly Readonly<Record<string, unknown>>[] {
  return [null, { ...account, passwordDigest: "", ...rest }].map((user) => ({
    user,
    own: null,
    home: absent,
    "*": { gid: 1, members: [] },
  }));
}

/** The state of every probe of a resource: what a case says, or that nothing is there. */
export function statesFor(
  probes: Readonly<Record<string, { readonly kind: { readonly name: string } }>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const usual = (name: string, kind: string): unknown => {
    if (name in given) return given[name];
    if (kind === "path") return name === parentPath(name) ? directory : { ...directory };
    if (kind === "user") return account;
    return kind === "question" ? false : given["*"];
  };
  return Object.fromEntries(Object.entries(probes).map(([name, { kind }]) => [name, usual(name, kind.name)]));
}
