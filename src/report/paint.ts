import { styleText } from "node:util";

/** The few styles that lab uses. */
export type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

/** Dresses a text in a style, or returns it as it is where colours are off. */
export type Paint = (style: Style, text: string) => string;

/** Paint for one output: NO_COLOR turns it off, else FORCE_COLOR on (off with 0 or false), else a terminal decides. */
export function createPaint(env: Readonly<Record<string, string | undefined>>, isTty: boolean): Paint {
  return colorsWanted(env, isTty)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : plainPaint;
}

/** Paint without colours. */
export const plainPaint: Paint = (_style, text) => text;

function colorsWanted(env: Readonly<Record<string, string | undefined>>, isTty: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return isTty && env.TERM !== "dumb";
}
