import type { Failure } from "../engine/event.ts";
import type { Paint } from "./paint.ts";

/**
 * A failure in words, indented by two: cause, then detail (only its last `tail` lines where that is given), then
 * what to do next.
 */
export function failureLines(failure: Failure, paint: Paint, tail?: number): string[] {
  const detail = failure.detail.trimEnd() === "" ? [] : failure.detail.trimEnd().split("\n");
  const shown = tail === undefined ? detail : detail.slice(-tail);
  const hidden = detail.length - shown.length;
  return [
    ...failure.message.split("\n").map((line) => `  ${line}`),
    ...(hidden > 0 ? [`  ${paint("dim", `| … ${hidden} lines before`)}`] : []),
    ...shown.map((line) => `  ${paint("dim", "|")} ${line}`),
    ...(failure.hint === "" ? [] : [`  next: ${failure.hint}`]),
  ];
}
