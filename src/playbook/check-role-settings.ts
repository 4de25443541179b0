import type { InputProblem } from "../errors.ts";
import type { TaskSettings } from "./compiled-play.ts";
import type { Site } from "./site.ts";
import { asRoot } from "./task-rules.ts";

/** What cannot hold for a role, written beside it or handed down to it. */
export function checkRoleSettings(
  { runAs, checkMode }: TaskSettings,
  { source, path }: Site,
): InputProblem[] {
  const location = source.locate(path);
  return [
    ...(runAs.kind === "root"
      ? []
      : [
          {
            message: `a role does its work as root, and "${runAs.kind === "login" ? "become: false" : "become_user"}" holds here`,
            location,
            hint: `${asRoot(runAs)} beside it`,
          },
        ]),
    ...(checkMode === false
      ? [
          {
            message: 'a role changes things, and "check_mode: false" holds here',
            location,
            hint: "write check_mode: false only on commands that read",
          },
        ]
      : []),
  ];
}
