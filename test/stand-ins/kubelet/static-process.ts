import { type Fields, listAt, textAt } from "../core/json.ts";

/** A process that stands for a static pod's container. */
export interface StaticProcess {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const home = "/opt/lab-stand-ins";

/** Flags of newer etcd that Debian's etcd 3.4 does not know. */
const newerEtcdFlags =
  /^--(feature-gates|watch-progress-notify-interval|experimental-watch-progress-notify-interval|experimental-[a-z-]+)=/;

/**
 * kube-apiserver is a stand-in, etcd is Debian's own; null for what needs no process: the loops of the controller manager
 * and the scheduler run inside the stand-in API server, and other static pods are only told of.
 */
export function processOf(manifest: Fields): StaticProcess | null {
  const container = listAt(manifest, "spec", "containers")[0] ?? null;
  const [program = "", ...args] = [...listAt(container, "command"), ...listAt(container, "args")].map(String);
  const version = /:v?([\d.]+)/.exec(textAt(container, "image"))?.[1] ?? "";
  if (program === "kube-apiserver") {
    return {
      program: `${home}/node`,
      args: [`${home}/main.mjs`, `kube-apiserver@${version}`, ...args],
      environment: {},
    };
  }
  if (program !== "etcd") return null;
  const known = args.filter((word) => !newerEtcdFlags.test(word));
  // Machines that run tests are slow at times: elections wait longer than etcd's own second.
  const environment = {
    ETCD_HEARTBEAT_INTERVAL: "200",
    ETCD_ELECTION_TIMEOUT: "2000",
    ...(process.arch === "arm64" ? { ETCD_UNSUPPORTED_ARCH: "arm64" } : {}),
  };
  return { program: `${home}/bin/etcd`, args: [...known, "--logger=zap", "--log-level=error"], environment };
}
