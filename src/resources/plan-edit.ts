import { describeState } from "./describe-state.ts";
import type { PathState } from "./path-state.ts";
import { planFileContent, type WantedFile } from "./plan-file-content.ts";
import { type Plan, satisfied } from "./resource.ts";

/** A text file of which a part is managed. */
export interface EditedFile extends Omit<WantedFile, "content"> {
  /** Makes the file where it is absent; else its absence blocks. */
  readonly create?: boolean;
  /** The part is to go, so an absent file is as asked for. */
  readonly absentIsFine: boolean;
}

/** Plans an edit of a text file, with its content asked "always". `edit` gives the new text, or what is wrong with the old one. */
export function planEdit(
  file: EditedFile,
  state: PathState,
  edit: (text: string) => string | { readonly problem: string },
): Plan {
  const { path } = file;
  if (state.kind === "absent" && file.absentIsFine) return satisfied;
  if (state.kind === "absent" && !file.create) {
    return { kind: "blocked", reason: `${path} does not exist; "create: true" would make it` };
  }
  if (state.kind === "link") {
    return { kind: "blocked", reason: `${path} is ${describeState(state)}; name the file itself` };
  }
  if (state.kind === "file" && state.content?.kind !== "text") {
    const reason = state.content ? "is not UTF-8 text" : "is too large to be edited";
    return { kind: "blocked", reason: `${path} ${reason}` };
  }
  const before = state.kind === "file" && state.content?.kind === "text" ? state.content.text : "";
  const text = edit(before);
  if (typeof text !== "string") return { kind: "failed", message: `${path}: ${text.problem}` };
  return planFileContent({ ...file, content: { kind: "text", text } }, state);
}
