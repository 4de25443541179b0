const sshConfig = "write it into ~/.ssh/config";
const vault =
  "write --vault-key FILE: what is encrypted is opened with an age key, as lab vault keygen makes it";
const root = "tasks run as root; --become-user NAME is for commands";
const inventory = "the inventory says how a host is reached: host, port, user and key of its node";

/** Flags of Ansible that lab does not have, and what to do instead. */
const instead: Readonly<Record<string, string>> = {
  "-J": vault,
  "-M": "every module is built in; your own go into resources/",
  "-c": inventory,
  "--ask-vault-pass": vault,
  "--ask-vault-password": vault,
  "--become-method": root,
  "--become-pass-file": "write become_password: file:PATH into the inventory, or use -K",
  "--become-password-file": "write become_password: file:PATH into the inventory, or use -K",
  "--conn-pass-file": "write ssh_password: file:PATH into the inventory, or use -k",
  "--connection": inventory,
  "--connection-password-file": "write ssh_password: file:PATH into the inventory, or use -k",
  "--flush-cache": "facts are asked anew in each run",
  "--force-handlers": "write the tasks under always: of a block",
  "--inventory-file": "write -i FILE",
  "--module-path": "every module is built in; your own go into resources/",
  "--scp-extra-args": sshConfig,
  "--sftp-extra-args": sshConfig,
  "--ssh-common-args": sshConfig,
  "--ssh-extra-args": sshConfig,
  "--subset": "write --limit PATTERN",
  "--sudo": root,
  "--vault-id": vault,
  "--vault-pass-file": vault,
  "--vault-password-file": vault,
};

/** The message of an unknown option, with what to do instead where it is one of Ansible's. */
export function explainUnknownFlag(message: string): string {
  const [, flag = ""] = /unknown option '(-[^-]|--[\w-]+)/.exec(message) ?? [];
  const hint = Object.hasOwn(instead, flag) ? instead[flag] : undefined;
  return hint === undefined ? message : `error: lab has no option '${flag}'\n  hint: ${hint}\n`;
}
