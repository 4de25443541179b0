import type { Change } from "./change.ts";
import { localeParts, normalLocale } from "./locale-name.ts";
import { type LocaleState, localeState } from "./locale-probe.ts";
import { defineModule } from "./module.ts";
import { pathState } from "./path-probe.ts";
import type { PathState } from "./path-state.ts";
import { type Plan, resource } from "./resource.ts";
import { textChanges, textFile } from "./text-file.ts";

const generatorFile = "/etc/locale.gen";
const debianFile = "/etc/default/locale";
const systemdFile = "/etc/locale.conf";

/** A locale that programs can use, and the host's default. */
export const localeModule = defineModule({
  name: "locale",
  aliases: ["locale_gen"],
  summary: "Makes a locale available, and the default of the host where asked for.",
  example: `- name: Korean by default
  locale:
    name: ko_KR.UTF-8
    default: true`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        type: "string",
        pattern: "^[A-Za-z]+(_[A-Za-z]+)?(\\.[A-Za-z0-9-]+)?(@[a-z]+)?$",
        errorMessage: "must be a locale such as ko_KR.UTF-8",
        description: "The locale, with its character set.",
      },
      default: {
        type: "boolean",
        description: `Whether LANG is set to it, in ${debianFile} or ${systemdFile}. Default: false.`,
      },
    },
  },
  build: ({ name, default: isDefault = false }) =>
    resource({
      id: `locale ${name}`,
      probes: {
        locale: localeState(name),
        generator: pathState({ path: generatorFile, content: "always" }),
        debian: pathState({ path: debianFile, content: "always" }),
        systemd: pathState({ path: systemdFile, content: "always" }),
      },
      plan: (states) => plan(name, isDefault, states),
      after: ({ locale }) => ({ locale: { ...locale, available: true } }),
    }),
});

interface LocaleStates {
  readonly locale: LocaleState;
  readonly generator: PathState;
  readonly debian: PathState;
  readonly systemd: PathState;
}

function plan(name: string, isDefault: boolean, states: LocaleStates): Plan {
  const generation = states.locale.available ? [] : generate(name, states);
  if (typeof generation === "string") return { kind: "blocked", reason: generation };
  const setting = isDefault ? setDefault(name, states) : [];
  if (typeof setting === "string") return { kind: "blocked", reason: setting };
  return { kind: "changes", changes: [...generation, ...setting] };
}

/** The changes that generate a locale, or why that cannot be done. */
function generate(name: string, { locale, generator }: LocaleStates): Change[] | string {
  const { language, charset } = localeParts(name);
  if (!locale.tools) return "there is no locale command (package locales)";
  if (!locale.generator) {
    const [short] = language.split("_");
    return `locale ${name} is not installed, and there is no locale-gen (package locales, or glibc-langpack-${short})`;
  }
  const file = textFile(generatorFile, generator);
  if (file.kind === "uneditable") return file.reason;
  if (charset === "") return `locale ${name} names no character set, such as ${name}.UTF-8`;
  const change: Change = {
    kind: "run",
    summary: "locale-gen",
    script: `${recordArchive}\nlocale-gen`,
    undo: deleteFromArchive,
    timeoutMs: 300_000,
  };
  return [...textChanges(generatorFile, generator, withLocale(file.text, name)), change];
}

const archive = "/usr/lib/locale/locale-archive";

/** Which locales were in the archive; locale-gen makes all anew that its file asks for. */
const recordArchive = `if [ -d "\${LAB_ENTRY-}" ]; then
  [ -e ${archive} ] || : >"$LAB_ENTRY/none" || exit
  localedef --list-archive >"$LAB_ENTRY/locales" || exit
fi`;

const deleteFromArchive = `[ -e "$LAB_ENTRY/locales" ] || exit 0
localedef --list-archive | while read -r lab_locale; do
  if grep -qxF -e "$lab_locale" "$LAB_ENTRY/locales"; then continue; fi
  localedef --delete-from-archive "$lab_locale" || exit
done || exit
if [ -e "$LAB_ENTRY/none" ]; then rm -f ${archive}; fi`;

/** Lets locale.gen ask for a locale: the line that names it is uncommented, or one is added. */
export function withLocale(text: string, name: string): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const wanted = normalLocale(name);
  const names = (line: string, prefix: RegExp) => {
    const first = prefix.exec(line)?.[1];
    return first !== undefined && normalLocale(first) === wanted;
  };
  if (lines.some((line) => names(line, /^\s*([^#\s]+)\s+\S+/))) return text;
  const commented = lines.findIndex((line) => names(line, /^\s*#\s*(\S+)\s+\S+\s*$/));
  const added = `${name} ${localeParts(name).charset}`;
  const result =
    commented < 0
      ? [...lines, added]
      : lines.map((line, index) => (index === commented ? line.replace(/^\s*#\s*/, "") : line));
  return `${result.join("\n")}\n`;
}

function setDefault(name: string, { locale, debian, systemd }: LocaleStates): Change[] | string {
  const usesDebian =
    debian.kind === "file" || (debian.kind === "absent" && locale.generator && systemd.kind === "absent");
  const [path, state] = usesDebian ? ([debianFile, debian] as const) : ([systemdFile, systemd] as const);
  const file = textFile(path, state);
  return file.kind === "uneditable" ? file.reason : textChanges(path, state, withLang(file.text, name));
}

/** The text with one `LANG=`, that names this locale; other variables stay. */
export function withLang(text: string, name: string): string {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const value = (line: string) => /^\s*LANG=["']?(.*?)["']?\s*$/.exec(line)?.[1];
  const settings = lines.filter((line) => value(line) !== undefined);
  if (settings.length === 1 && normalLocale(value(settings[0] ?? "") ?? "") === normalLocale(name))
    return text;
  return [...lines.filter((line) => value(line) === undefined), `LANG=${name}`]
    .map((line) => `${line}\n`)
    .join("");
}
