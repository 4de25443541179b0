import { type Probe, type ProbeKind, probeOf } from "./probe.ts";
import { shQuote } from "./sh-quote.ts";

/** A user of the host. */
export interface Account {
  /** Null where it is foretold and not known yet; so are the other nulls. */
  readonly uid: number | null;
  readonly primaryGroup: string | null;
  readonly comment: string;
  readonly home: string | null;
  readonly shell: string | null;
  /** Supplementary groups, sorted; without the primary one. */
  readonly groups: readonly string[];
  readonly locked: boolean;
  /** SHA-256, in hex, of the password hash without the mark that locks it; null where it was not asked for. */
  readonly passwordDigest: string | null;
}

/** Null when there is no such user. */
export type UserState = Account | null;

/** A question about one user; `password` asks for the digest of its password hash, too. */
export interface UserQuery {
  readonly name: string;
  readonly password: boolean;
}

/**
 * Users. All questions of a frame share one `getent` each for users, passwords and groups; a digest costs one
 * `sha256sum` per user. Password hashes stay on the host.
 */
export const userProbe: ProbeKind<UserQuery, UserState> = { name: "user", script, parse };

/** Asks for one user. */
export const userState: (query: UserQuery) => Probe<UserState> = probeOf(userProbe, (query) => query.name);

function script(queries: readonly UserQuery[]): string {
  const names = [...new Set(queries.map(({ name }) => name))];
  const digested = new Set(queries.filter((query) => query.password).map(({ name }) => name));
  const wanted = [...digested].map(shQuote).join(" | ");
  const digest = `
  case $name in ${wanted})
    printf 'digest %s ' "$name"
    printf %s "\${hash#!}" | sha256sum
    ;;
  esac`;
  return `getent passwd ${names.map(shQuote).join(" ")}
echo ---
getent shadow ${names.map(shQuote).join(" ")} | while IFS=: read -r name hash _; do
  case $hash in !*) printf 'locked %s\\n' "$name" ;; esac${digested.size > 0 ? digest : ""}
done
echo ---
getent group
:
`;
}

function parse(stdout: string, queries: readonly UserQuery[]): UserState[] {
  const [users = "", passwords = "", groups = ""] = stdout.split("---\n");
  const entries = users.split("\n").map((line) => line.split(":"));
  const secrets = passwords.split("\n").map((line) => line.split(" "));
  const all = groups.split("\n").map((line) => line.split(":"));
  return queries.map(({ name }) => {
    const entry = entries.find(([user]) => user === name);
    if (!entry) return null;
    const [, , uid = "", gid = "", comment = "", home = "", shell = ""] = entry;
    const digest = secrets.find(([word, user]) => word === "digest" && user === name)?.[2];
    return {
      uid: Number(uid),
      primaryGroup: all.find(([, , id]) => id === gid)?.[0] ?? gid,
      comment,
      home,
      shell,
      groups: all
        .filter(([, , id, members = ""]) => id !== gid && members.split(",").includes(name))
        .map(([group = ""]) => group)
        .toSorted(),
      locked: secrets.some(([word, user]) => word === "locked" && user === name),
      passwordDigest: digest ?? null,
    };
  });
}
