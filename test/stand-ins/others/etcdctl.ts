import { spawnSync } from "node:child_process";
import { Exit } from "../core/exit.ts";
import { faultPoint } from "../core/faults.ts";
import { FlagError, type FlagSet, flagSets, parseFlags } from "../core/flags.ts";
import { print } from "../core/print.ts";
import { compareReleases } from "../core/release.ts";

const home = "/opt/lab-stand-ins/bin";

const globalFlags: FlagSet = {
  flags: {
    cacert: "text",
    cert: "text",
    key: "text",
    endpoints: "text",
    "command-timeout": "duration",
    "dial-timeout": "duration",
    "insecure-skip-tls-verify": "flag",
    "insecure-transport": "flag",
    "write-out": "text",
    debug: "flag",
    hex: "flag",
    user: "text",
    password: "text",
    "keepalive-time": "duration",
    "keepalive-timeout": "duration",
    "discovery-srv": "text",
  },
  short: { w: "write-out" },
};

const cluster: FlagSet = { flags: { cluster: "flag" } };
const restore: FlagSet = {
  flags: {
    "data-dir": "text",
    name: "text",
    "initial-cluster": "text",
    "initial-cluster-token": "text",
    "initial-advertise-peer-urls": "text",
    "skip-hash-check": "flag",
    "wal-dir": "text",
  },
};
const newerRestore: FlagSet = {
  flags: { ...restore.flags, "bump-revision": "number", "mark-compacted": "flag" },
};

const commands: Readonly<Record<string, FlagSet>> = {
  "endpoint health": cluster,
  "endpoint status": cluster,
  "endpoint hashkv": cluster,
  "member list": { flags: { consistency: "text" } },
  "member add": { flags: { "peer-urls": "list", learner: "flag" } },
  "member remove": { flags: {} },
  "member update": { flags: { "peer-urls": "list" } },
  "member promote": { flags: {} },
  "snapshot save": { flags: {} },
  "snapshot status": { flags: {} },
  "snapshot restore": newerRestore,
  get: {
    flags: {
      prefix: "flag",
      "keys-only": "flag",
      "count-only": "flag",
      limit: "number",
      "print-value-only": "flag",
    },
  },
  put: { flags: {} },
  del: { flags: { prefix: "flag" } },
  "alarm list": { flags: {} },
  "alarm disarm": { flags: {} },
  "move-leader": { flags: {} },
  defrag: cluster,
  compact: { flags: {} },
  version: { flags: {} },
};

const utilityCommands: Readonly<Record<string, FlagSet>> = {
  "snapshot status": { flags: {} },
  "snapshot restore": newerRestore,
  version: { flags: {} },
};

/** Plays etcdctl: checks the call by the rules of its own version, and hands it to Debian's etcdctl. */
export function etcdctl(version: string, argv: readonly string[]): Promise<void> {
  const isGone = (name: string): boolean =>
    compareReleases(version, "3.6.0") >= 0 && /^snapshot (status|restore)$/.test(name);
  const own = Object.fromEntries(Object.entries(commands).filter(([name]) => !isGone(name)));
  return play("etcdctl", version, argv, own);
}

/** Plays etcdutl, which works on files alone. */
export function etcdutl(version: string, argv: readonly string[]): Promise<void> {
  return play("etcdutl", version, argv, utilityCommands);
}

async function play(
  program: string,
  version: string,
  argv: readonly string[],
  own: Readonly<Record<string, FlagSet>>,
): Promise<void> {
  const global: FlagSet =
    program === "etcdctl" ? globalFlags : { flags: { "write-out": "text" }, short: { w: "write-out" } };
  const everything = flagSets(global, ...Object.values(own));
  const words = read(argv, everything).operands;
  const name = [words.slice(0, 2).join(" "), words[0] ?? ""].find((one) => Object.hasOwn(own, one));
  if (name === undefined)
    throw new Exit(
      1,
      `Error: unknown command ${JSON.stringify(words.slice(0, 2).join(" "))} for ${JSON.stringify(program)}`,
    );
  read(argv, flagSets(global, own[name] ?? { flags: {} }));
  if (name === "version") return print(`${program} version: ${version}\nAPI version: 3.5`);
  await faultPoint(
    program,
    name,
    '{"level":"warn","msg":"retrying of unary invoker failed","error":"rpc error: code = DeadlineExceeded desc = context deadline exceeded"}\nError: context deadline exceeded',
  );
  const result = spawnSync(`${home}/etcdctl`, translated(argv), {
    stdio: "inherit",
    env: { ...process.env, ETCDCTL_API: "3" },
  });
  if (result.status !== 0) throw new Exit(result.status ?? 1);
}

/** Debian's etcdctl 3.4 lacks two flags of newer ones, which only matter to clients that watch. */
function translated(argv: readonly string[]): string[] {
  return argv.filter(
    (word, index) =>
      !/^--(bump-revision|mark-compacted)(=|$)/.test(word) && argv[index - 1] !== "--bump-revision",
  );
}

function read(argv: readonly string[], set: FlagSet): ReturnType<typeof parseFlags> {
  try {
    return parseFlags(argv, set);
  } catch (error) {
    if (error instanceof FlagError) throw new Exit(1, `Error: ${error.message}`);
    throw error;
  }
}
