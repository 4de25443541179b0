import { expect, it } from "vitest";
import { explainNoRootShell } from "../../../src/transport/explain-no-root-shell.ts";

// As printed by sudo 1.9 and by the login shells of Debian.
it.each([
  ["sudo: a password is required", "sudo asks deploy@web1 for a password, and none is known"],
  [
    "sudo: a terminal is required to read the password; either use the -S option",
    "sudo asks deploy@web1 for a password, and none is known",
  ],
  ["sudo: sorry, you must have a tty to run sudo", "sudo wants a terminal for deploy@web1 (requiretty)"],
  ["deploy is not in the sudoers file.", "deploy@web1 may not use sudo"],
  [
    "Sorry, user deploy is not allowed to execute '/usr/bin/sh -c x' as root on web1.",
    "deploy@web1 may not use sudo",
  ],
  ["/bin/sh: 1: exec: sudo: not found", "deploy@web1 is not root, and the host has no sudo"],
  ["This account is currently not available.", "deploy@web1 may not run commands: its login shell refuses"],
  [
    "WARNING: Your password has expired.\nPassword change required but no TTY available.",
    "deploy@web1 must change the password, which has expired",
  ],
  ["sudo: 1 incorrect password attempt", "sudo refused the password of deploy@web1"],
  ["something new\nin two lines\n", "deploy@web1 got no root shell: something new; in two lines"],
  ["", "deploy@web1 got no root shell: the session ended without a word"],
])("%j means: %s", (stderr, message) => {
  const explained = explainNoRootShell({ stdout: "", stderr, passwordRefused: false }, "deploy@web1");
  expect(explained.message).toBe(message);
  expect(explained.hint).not.toBe("");
});
