import { normalLocale } from "./locale-name.ts";
import { type Probe, type ProbeKind, probeOf } from "./probe.ts";

/** Whether a locale can be used, and how one could be had. */
export interface LocaleState {
  readonly available: boolean;
  /** The host has the `locale` command; without it there are no locales at all (musl). */
  readonly tools: boolean;
  /** The host has `locale-gen` (Debian, Ubuntu and their kin). */
  readonly generator: boolean;
}

/** A question about one locale, by its normal name. */
export interface LocaleQuery {
  readonly locale: string;
}

/** Locales that are there. All questions of a frame share one `locale -a`. */
export const localeProbe: ProbeKind<LocaleQuery, LocaleState> = { name: "locale", script, parse };

const ask = probeOf(localeProbe, (query) => query.locale);

/** Asks for a locale; "ko_KR.utf8" and "ko_KR.UTF-8" are the same question. */
export function localeState(name: string): Probe<LocaleState> {
  return ask({ locale: normalLocale(name) });
}

function script(): string {
  return `if command -v locale-gen >/dev/null; then echo generator; fi
if command -v locale >/dev/null; then
  echo tools
  LC_ALL=C locale -a 2>/dev/null
fi
`;
}

function parse(stdout: string, queries: readonly LocaleQuery[]): LocaleState[] {
  const lines = stdout.split("\n");
  const available = new Set(lines.map(normalLocale));
  return queries.map(({ locale }) => ({
    available: available.has(locale),
    tools: lines.includes("tools"),
    generator: lines.includes("generator"),
  }));
}
