import type { InputProblem } from "../errors.ts";
import type { Site } from "./site.ts";

/** Words of Ansible that lab does not have, and what to write instead. */
type Words = Readonly<Record<string, string>>;

const ownPlay = "write a play of its own for that host";
const noInclude = "write the tasks here, or make a role of them";
const useRoles = "list the role under roles: of the play";
const alwaysRoot = "tasks run as root; another user's command is: runuser -u NAME -- COMMAND";
const connection = "the inventory says how a host is reached: host, port, user and key of its node";
const oneByOne = "write its tasks one by one";

const ofBoth: Words = {
  any_errors_fatal: "a host that fails stops by itself, the others go on",
  become_exe: alwaysRoot,
  become_flags: alwaysRoot,
  become_method: alwaysRoot,
  become_user: alwaysRoot,
  check_mode: "give the flag --check",
  collections: "every module is built in",
  connection,
  debugger: "",
  diff: "give the flag --diff",
  environment: "command and shell have an argument environment",
  ignore_unreachable: "an unreachable host does not stop the others",
  module_defaults: "give each task its arguments",
  port: connection,
  remote_user: connection,
  run_once: "write a play of its own with hosts: GROUP[0]",
  throttle: "give the flag --forks",
};

const ofPlays: Words = {
  ...ofBoth,
  fact_path: "",
  force_handlers: "",
  gather_subset: "facts are gathered exactly when the play uses them",
  gather_timeout: "facts are gathered exactly when the play uses them",
  import_playbook: "run the playbooks one after another",
  include: "run the playbooks one after another",
  max_fail_percentage: "a host that fails stops by itself, the others go on",
  order: "hosts run in the order of the inventory, side by side",
  serial: "run it in parts with --limit, or one host after another with --forks 1",
  strategy: "each host goes through the play at its own pace",
  vars_files: "put the variables into group_vars/, or give the file with -e @FILE",
  vars_prompt: "give the values with -e NAME=VALUE",
};

const ofTasks: Words = {
  ...ofBoth,
  action: "write the module's name as the key: package: { name: curl }",
  always: oneByOne,
  args: "write all arguments under the module: command: { cmd: …, creates: … }",
  async: "the arguments timeout of command and shell bounds how long one runs",
  block: `${oneByOne}, each with the block's when`,
  changed_when: "creates, removes or unless of command and shell say when there is nothing to do",
  delay: "the module wait_for waits until something is there",
  delegate_facts: ownPlay,
  delegate_to: ownPlay,
  failed_when: "set ignore_errors: true, register the result, and check it with assert",
  listen: "notify the handler by its name",
  local_action: "lab runs tasks on hosts only",
  loop_control: "the entry is called item",
  poll: "the argument timeout of command and shell bounds how long one runs",
  rescue: oneByOne,
  retries: "the module wait_for waits until something is there",
  until: "the module wait_for waits until something is there",
  import_role: useRoles,
  import_tasks: noInclude,
  include: noInclude,
  include_role: useRoles,
  include_tasks: noInclude,
  include_vars: "put the variables into group_vars/, or give the file with -e @FILE",
  apk: "use package",
  dnf: "use package",
  yum: "use package",
  zypper: "use package",
  fail: "use assert",
  get_url: "use shell with curl and creates",
  meta: "handlers run at the end of the play; for an earlier time, split the play",
  ping: "every play connects to its hosts first",
  raw: "use shell",
  script: "use copy, then command",
  set_fact: "write the variable under vars: of the play or task",
  setup: "facts are there without being asked for: facts.os.id, facts.memory, …",
  stat: "file, copy and the others look for themselves; command has creates and removes",
  systemd_service: "use service",
  unarchive: "use shell with tar and creates",
};

const entryWord: ReadonlySet<string> = new Set(["import_playbook", "include", "block"]);

/** Reports the words of a play, task or handler that lab does not have, each at its place. */
export function notSupported(written: object, kind: "play" | "task", site: Site): InputProblem[] {
  return Object.keys(written).flatMap((key) => {
    const hint = hintFor(key, kind);
    if (hint === null) return [];
    return [
      { message: `"${key}" is not supported`, location: site.source.locateKey([...site.path, key]), hint },
    ];
  });
}

/** Whether a key is a word that lab does not have. */
export function isNotSupported(key: string, kind: "play" | "task"): boolean {
  return hintFor(key, kind) !== null;
}

/** Whether an entry is something else than a play or task as a whole: `import_playbook`, `block`. */
export function isForeignEntry(written: object): boolean {
  return Object.keys(written).some((key) => entryWord.has(key));
}

function hintFor(key: string, kind: "play" | "task"): string | null {
  const words = kind === "play" ? ofPlays : ofTasks;
  if (Object.hasOwn(words, key)) return words[key] ?? "";
  if (kind === "task" && key.startsWith("with_")) return "write loop: with a list; the entry is called item";
  return null;
}
