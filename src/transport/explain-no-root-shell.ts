import type { Explanation } from "./explanation.ts";

/** What was heard instead of a root shell. */
interface RootShellTalk {
  readonly stdout: string;
  readonly stderr: string;
  readonly passwordRefused: boolean;
}

const reasons: readonly (readonly [RegExp, (login: string) => Explanation])[] = [
  [
    /a password is required|no password was provided|a terminal is required/,
    (login) => ({
      message: `sudo asks ${login} for a password, and none is known`,
      hint: "give it with -K (--ask-become-pass) or as `become_password`",
    }),
  ],
  [
    /must have a tty|requiretty/,
    (login) => ({
      message: `sudo wants a terminal for ${login} (requiretty)`,
      hint: `write "Defaults:${login.slice(0, login.lastIndexOf("@"))} !requiretty" into a file below /etc/sudoers.d of the host (visudo -f)`,
    }),
  ],
  [
    /not in the sudoers file|not allowed to (execute|run)|may not run sudo/,
    (login) => ({
      message: `${login} may not use sudo`,
      hint: "log in as root, or add the user to the host's sudoers file",
    }),
  ],
  [
    /sudo: (command )?not found|sudo: No such file/,
    (login) => ({
      message: `${login} is not root, and the host has no sudo`,
      hint: "log in as root, or install sudo on the host",
    }),
  ],
  [
    /password has expired|password change required/i,
    (login) => ({
      message: `${login} must change the password, which has expired`,
      hint: `log in once by hand and change it: ssh ssh://${login}`,
    }),
  ],
  [
    /currently not available|nologin/i,
    (login) => ({
      message: `${login} may not run commands: its login shell refuses`,
      hint: "log in as another user, or give this one a shell (usermod --shell)",
    }),
  ],
];

/** Pure; from what sudo or the login shell printed (in the C locale) to a cause and a cure. */
export function explainNoRootShell(talk: RootShellTalk, login: string): Explanation {
  if (talk.passwordRefused || /incorrect password|Sorry, try again/.test(talk.stderr)) {
    return {
      message: `sudo refused the password of ${login}`,
      hint: "check the one given with -K (--ask-become-pass) or as `become_password`",
    };
  }
  const heard = `${talk.stderr}\n${talk.stdout}`;
  const known = reasons.find(([pattern]) => pattern.test(heard));
  if (known) return known[1](login);
  const last = heard
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-3)
    .join("; ");
  return {
    message: `${login} got no root shell${last ? `: ${last}` : ": the session ended without a word"}`,
    hint: last
      ? `try the same by hand: ssh ssh://${login} id; sshd may run another command instead (ForceCommand, command=)`
      : `a start-up file of the login shell may end it: try ssh ssh://${login} id`,
  };
}
