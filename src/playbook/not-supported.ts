import type { InputProblem } from "../errors.ts";
import { findModule } from "../resources/index.ts";
import { withoutCollection } from "./collection-name.ts";
import type { Site } from "./site.ts";

/** Words of Ansible that lab does not have, and what to write instead. */
type Words = Readonly<Record<string, string>>;

/** What a mapping in a playbook stands for. */
export type WordKind =
  | "play"
  | "block"
  | "import"
  | "role"
  | "task"
  | "handler"
  | "meta"
  | "prompt"
  | "loop_control"
  | "include_role"
  | "include_tasks";

const ownPlay = "write a play of its own for that host";
const connection =
  "the inventory says how a host is reached: host, port, user and key of its node; for this machine: delegate_to: localhost";
const sudo = "lab uses sudo where the login is not root; become_user says whom a command runs as";
const oneLoop = "give each task within a loop of its own";
const onTasks = "write it on the tasks within";
const asHandlers = "write its tasks one by one, each with the same listen";
const wholeRole = "a role is used as a whole; its arguments choose what it does";
const besideImport = "write it beside the import: it then holds for all that is within";
const noPackageName = "use package";
const askForHash = "ask for the hash itself; openssl passwd -6 makes one";
const countRounds = "index_var holds the number of the round";

const everywhere: Words = {
  become_exe: sudo,
  become_flags: sudo,
  become_method: sudo,
  collections: "modules are built in, or stand in resources/*.ts of the project",
  connection,
  debugger: "the flag --step asks before each task",
  module_defaults: "give each task its arguments",
  port: connection,
  remote_user: connection,
};

const ofPlays: Words = {
  ...everywhere,
  delegate_to: "hosts: says where the play acts; a block or task may delegate",
  fact_path: "read a file of your own with command: cat FILE and register",
  force_handlers: "write what must happen in any case under always: of a block",
  gather_subset: "facts are gathered exactly when the play uses them",
  gather_timeout: "facts are gathered exactly when the play uses them",
  include: "use import_playbook",
  when: "write the tasks as a block, with the condition",
};

/** Words of tasks that say nothing about a group of them. */
const ofSingleTasks: Words = {
  async: onTasks,
  backoff: onTasks,
  changed_when: onTasks,
  delay: onTasks,
  failed_when: onTasks,
  listen: "only handlers listen",
  loop: oneLoop,
  loop_control: oneLoop,
  notify: onTasks,
  poll: onTasks,
  register: onTasks,
  retries: onTasks,
  until: onTasks,
};

const ofBlocks: Words = { ...everywhere, ...ofSingleTasks, delegate_facts: ownPlay };

const oncePerEntry = "its tasks are known before the run: write it once per entry, each time with other vars";

const ofImports: Words = { ...ofBlocks, loop: oncePerEntry, loop_control: oncePerEntry };

const ofHandlers: Words = {
  ...everywhere,
  add_host: "add it to clusters.json; a playbook that needs it runs afterwards",
  action: "write the module's name as the key: package: { name: curl }",
  apk: noPackageName,
  args: "write all arguments under the module: command: { cmd: …, creates: … }",
  cron: "use copy, with a file in /etc/cron.d",
  delegate_facts: ownPlay,
  dnf: noPackageName,
  fetch: "use command: cat FILE with register, then copy with delegate_to: localhost",
  git: "use command: git clone … with creates",
  get_url: "use shell with curl and creates",
  group_by: "write when: with what the group would have in common",
  import_playbook: "it stands beside the plays, not among tasks",
  include: "use import_tasks",
  include_vars: "list the file under vars_files: of the play",
  local_action: "write the module as always, with delegate_to: localhost",
  pause: "use wait_for for what is waited for, vars_prompt for a question",
  pip: "use command with creates",
  raw: "use shell",
  replace: "use lineinfile or blockinfile",
  script: "use copy, then command",
  setup: "facts are there without being asked for: facts.os.id, facts.memory, …",
  slurp: "use command: cat FILE with register",
  systemd_service: "use service",
  unarchive: "use shell with tar and creates",
  uri: "use command: curl …",
  with_dict: 'write loop: "{{entries MAPPING}}"; each entry has key and value',
  with_indexed_items: "write loop: with a list, and loop_control: { index_var: index }",
  yum: noPackageName,
  zypper: noPackageName,
};

const ofWholeRoles: Words = {
  allow_duplicates: "a role runs as often as it is listed",
  defaults_from: wholeRole,
  handlers_from: wholeRole,
  public: "the variables of a role stay within it",
  rolespec_validate: "arguments are always checked",
  tasks_from: wholeRole,
  vars_from: wholeRole,
};

/** The words of Ansible that lab does not have, by what they stand in, and what to write instead. */
export const unsupportedWords: Readonly<Record<WordKind, Words>> = {
  play: ofPlays,
  block: ofBlocks,
  import: ofImports,
  role: { ...ofBlocks, ...ofWholeRoles },
  task: { ...ofHandlers, listen: "only handlers listen; a task runs where it stands" },
  handler: {
    ...ofHandlers,
    always: asHandlers,
    block: asHandlers,
    rescue: asHandlers,
    include_role: "list the role under roles: of the play; it brings its handlers along",
    import_role: "list the role under roles: of the play; it brings its handlers along",
    meta: "write it among the tasks",
  },
  meta: everywhere,
  prompt: {
    encrypt: askForHash,
    salt: askForHash,
    salt_size: askForHash,
    unsafe: "leave it out",
  },
  loop_control: {
    break_when: "choose the entries with when: on the task",
    extended: countRounds,
    extended_allitems: countRounds,
  },
  include_role: { ...ofWholeRoles, apply: besideImport },
  include_tasks: { apply: besideImport },
};

/** Reports the words of a mapping that lab does not have, each at its place. */
export function notSupported(written: object, kind: WordKind, site: Site): InputProblem[] {
  return Object.keys(written).flatMap((key) => {
    const hint = hintFor(key, kind);
    if (hint === null) return [];
    return [
      { message: `"${key}" is not supported`, location: site.source.locateKey([...site.path, key]), hint },
    ];
  });
}

/** Whether a key is a word that lab does not have there. */
export function isNotSupported(key: string, kind: WordKind): boolean {
  return hintFor(key, kind) !== null;
}

/** A module of the project may be called like one that lab does not have. */
function hintFor(written: string, kind: WordKind): string | null {
  const key = withoutCollection(written);
  if ((kind === "task" || kind === "handler") && findModule(key)) return null;
  const known = unsupportedWords[kind];
  if (Object.hasOwn(known, key)) return known[key] ?? "";
  if (!key.startsWith("with_")) return null;
  if (kind === "task" || kind === "handler") return "write loop: with a list; the entry is called item";
  return kind === "block" || kind === "role" ? oneLoop : kind === "import" ? oncePerEntry : null;
}
