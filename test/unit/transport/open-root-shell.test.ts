import { describe, expect, it } from "vitest";
import { ConnectionError } from "../../../src/errors.ts";
import { FramedShell } from "../../../src/transport/framed-shell.ts";
import { openRootShell } from "../../../src/transport/open-root-shell.ts";
import { localChannel } from "./local-channel.ts";
import { idOf, standInCommands } from "./stand-in-commands.ts";

/** Stands in for sudo: accepts no other options than the two sets that are used, reads a password like sudo does. */
const sudo = `
case $1 in
-n) [ "$2" = -H ] || exit 9; shift 2; [ "$SUDO_RULE" = free ] || { echo "sudo: a password is required" >&2; exit 1; } ;;
-S)
  [ "$2 $3" = "-H -p" ] || exit 9
  prompt=$4; shift 4
  [ "$SUDO_RULE" = free ] || {
    echo "We trust you have received the usual lecture" >&2
    for attempt in 1 2 3; do
      printf %s "$prompt" >&2; IFS= read -r answer || exit 1
      [ "$answer" = "$SUDO_RULE" ] && break
      echo "Sorry, try again." >&2
      [ $attempt -lt 3 ] || exit 1
    done
  } ;;
*) exit 9 ;;
esac
[ "$1" = sh ] && exec "$@"`;

/** What sshd would do: the login shell runs the command line. */
async function open(options: {
  uid: number;
  rule?: string;
  password?: string;
  sudo?: string;
  login?: string;
  timeoutMs?: number;
}) {
  const path = standInCommands({ id: idOf(options.uid), sudo: options.sudo ?? sudo });
  const login = options.login ?? "sh";
  const channel = await openRootShell(
    async (command) => localChannel("env", [`SUDO_RULE=${options.rule ?? ""}`, login, "-c", command], path),
    {
      host: "web1",
      login: "deploy@web1",
      becomePassword: options.password ?? null,
      timeoutMs: options.timeoutMs ?? 10_000,
    },
  );
  const shell = new FramedShell("web1", channel, {});
  try {
    return await shell.run({ kind: "probe", script: "echo $0 ready", timeoutMs: 10_000 });
  } finally {
    await shell.close();
  }
}

describe("openRootShell", () => {
  it("needs no sudo as root", async () => {
    expect(await open({ uid: 0, sudo: "exit 9" })).toMatchObject({ stdout: "sh ready\n", exitCode: 0 });
  });

  it("becomes root without a password, whether one is known or not", async () => {
    expect(await open({ uid: 1000, rule: "free" })).toMatchObject({ stdout: "sh ready\n" });
    expect(await open({ uid: 1000, rule: "free", password: "unused" })).toMatchObject({
      stdout: "sh ready\n",
    });
  });

  it("answers sudo with the password, whatever it is made of", async () => {
    const password = `a "b' $c \\ é`;
    expect(await open({ uid: 1000, rule: password, password })).toMatchObject({ stdout: "sh ready\n" });
  });

  it("says so when the password is wrong, after one attempt", async () => {
    await expect(open({ uid: 1000, rule: "right", password: "wrong" })).rejects.toMatchObject({
      name: "ConnectionError",
      host: "web1",
      message: "sudo refused the password of deploy@web1",
    });
  });

  it("asks for a password instead of hanging when none is known", async () => {
    await expect(open({ uid: 1000, rule: "right" })).rejects.toMatchObject({
      message: "sudo asks deploy@web1 for a password, and none is known",
      hint: expect.stringContaining("--ask-become-pass"),
    });
  });

  it("does not take what a login shell prints for an answer", async () => {
    const login = standInCommands({ noisy: 'echo Welcome; echo careful >&2; exec sh "$@"' }).split(":")[0];
    expect(await open({ uid: 0, login: `${login}/noisy` })).toMatchObject({
      stdout: "sh ready\n",
      stderr: "",
    });
  });

  it("quotes what was said when no shell comes", async () => {
    const login = standInCommands({ closed: "echo Maintenance until noon; exit 1" }).split(":")[0];
    await expect(open({ uid: 0, login: `${login}/closed` })).rejects.toMatchObject({
      message: "deploy@web1 got no root shell: Maintenance until noon",
    });
  });

  it("does not wait for a login shell that never comes to the point", async () => {
    const attempt = open({ uid: 1000, sudo: "exec sleep 60", timeoutMs: 100 });
    await expect(attempt).rejects.toBeInstanceOf(ConnectionError);
  });
  it.each(["pass\ntouch /tmp/x", "pass\r", "pass\0"])(
    "sends no sudo password that is more than a line: %j",
    async (becomePassword) => {
      const start = () => Promise.reject(new Error("nobody expected a connection"));
      await expect(
        openRootShell(start, { login: "me@web1", host: "web1", becomePassword, timeoutMs: 1000 }),
      ).rejects.toThrow("line break");
    },
  );
});
