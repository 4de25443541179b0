/** Two names of one locale are equal in this form: "ko_KR.UTF-8" and "ko_KR.utf8" are both "ko_KR.utf8". */
export function normalLocale(name: string): string {
  const { language, charset, modifier } = localeParts(name);
  const codeset = charset.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return language + (codeset === "" ? "" : `.${codeset}`) + modifier;
}

/** The parts of a locale's name: language and territory, character set, and modifier with its `@`. */
export function localeParts(name: string): {
  readonly language: string;
  readonly charset: string;
  readonly modifier: string;
} {
  const [, language = "", , charset = "", modifier = ""] = /^([^.@]*)(\.([^@]*))?(@.*)?$/.exec(name) ?? [];
  return { language, charset, modifier };
}
