import type { RunAs } from "./run-as.ts";
import { shQuote } from "./sh-quote.ts";

/**
 * sh that ends with 1 when nobody can become this user, else sets HOME, USER and LOGNAME, and defines `lab_as WORD…`: it
 * becomes that command, run by the user. Directory, standard streams, process group and the rest of the environment
 * stay. What `lab_as` needs is looked up beforehand: the task may set a PATH on which it is not.
 */
export function runAsScript(runAs: Exclude<RunAs, { kind: "root" }>): string {
  // In the root shell of a user who logged in and used sudo, this is that user.
  const user = runAs.kind === "user" ? shQuote(runAs.name) : `\${SUDO_USER:-$(id -un)}`;
  return `lab_user=${user}
lab_entry=$(getent passwd "$lab_user") || { printf 'there is no user %s\\n' "$lab_user" >&2; exit 1; }
IFS=: read -r lab_user _ lab_uid _ _ HOME _ <<LAB
$lab_entry
LAB
USER=$lab_user LOGNAME=$lab_user
export HOME USER LOGNAME
lab_self=$(id -u)
if [ "$lab_self" != "$lab_uid" ] && [ "$lab_self" != 0 ]; then
  printf 'only root can run a command as %s\\n' "$lab_user" >&2
  exit 1
fi
lab_runuser=$(command -v runuser)
lab_su=$(command -v su)
${becomeFunction}`;
}

/**
 * runuser keeps the process group, which su of util-linux leaves; but it sets HOME, and PATH where /etc/login.defs says
 * so, which would undo what the task sets. BusyBox has no runuser, and a su that does neither.
 */
const becomeFunction = `lab_as() {
  if [ "$lab_self" = "$lab_uid" ]; then exec "$@"; fi
  if [ -n "$lab_runuser" ]; then
    lab_home=$HOME lab_path=$PATH
    export lab_home lab_path
    exec "$lab_runuser" -u "$lab_user" -- /bin/sh -c "HOME=\\$lab_home PATH=\\$lab_path
      unset lab_home lab_path
      exec \\"\\$@\\"" sh "$@"
  fi
  exec "\${lab_su:-su}" -p -s /bin/sh -c "exec \\"\\$@\\"" -- "$lab_user" sh "$@"
}`;
