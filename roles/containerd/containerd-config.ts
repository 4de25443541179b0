import { stringify, type TomlTable } from "smol-toml";
import { InputError } from "../../src/errors.ts";
import { type ContainerdVersion, configVersion } from "./containerd-version.ts";

/** What the role itself has a say in; everything else is in `settings`. */
export interface ContainerdConfig {
  readonly version: ContainerdVersion;
  readonly pauseImage: string;
  readonly systemdCgroup: boolean;
  readonly snapshotter: string;
  readonly restrictOomScoreAdj: boolean;
  /** In the shape of config.toml for this version; merged over the rest table by table, null takes a setting away. */
  readonly settings: Readonly<Record<string, unknown>>;
}

type Table = Readonly<Record<string, unknown>>;

/**
 * The whole of config.toml. It is one file, and not drop-ins: `imports` replace whole tables of a plugin before containerd
 * 2.0. Throws InputError on a setting that TOML cannot hold.
 */
export function containerdConfig(config: ContainerdConfig): string {
  const format = configVersion(config.version);
  const own = format === 2 ? oneCriPlugin(config) : twoCriPlugins(config);
  const merged = merge({ version: format, plugins: own }, config.settings);
  return `# Managed by lab: changes made here are overwritten.\n${stringify(tomlTable(merged, "settings"))}`;
}

/** containerd 1.x. */
function oneCriPlugin(config: ContainerdConfig): Table {
  return {
    "io.containerd.grpc.v1.cri": {
      sandbox_image: config.pauseImage,
      ...oomScore(config),
      containerd: { snapshotter: config.snapshotter, ...runtimes(config) },
      cni: cni(config),
      registry,
    },
  };
}

/** containerd 2.x. */
function twoCriPlugins(config: ContainerdConfig): Table {
  return {
    "io.containerd.cri.v1.images": {
      snapshotter: config.snapshotter,
      pinned_images: { sandbox: config.pauseImage },
      registry,
    },
    "io.containerd.cri.v1.runtime": { ...oomScore(config), containerd: runtimes(config), cni: cni(config) },
  };
}

const registry = { config_path: "/etc/containerd/certs.d" };

/** Since 2.1 it is a list, and `bin_dir` is on its way out. */
function cni({ version: { major, minor } }: ContainerdConfig): Table {
  const folder = "/opt/cni/bin";
  const isList = major > 2 || (major === 2 && minor >= 1);
  return { ...(isList ? { bin_dirs: [folder] } : { bin_dir: folder }), conf_dir: "/etc/cni/net.d" };
}

function oomScore({ restrictOomScoreAdj }: ContainerdConfig): Table {
  return restrictOomScoreAdj ? { restrict_oom_score_adj: true } : {};
}

function runtimes({ systemdCgroup }: ContainerdConfig): Table {
  const runc = { runtime_type: "io.containerd.runc.v2", options: { SystemdCgroup: systemdCgroup } };
  return { default_runtime_name: "runc", runtimes: { runc } };
}

function merge(base: Table, over: Table): Table {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    if (value === null) delete merged[key];
    else merged[key] = isTable(value) ? merge(isTable(below) ? below : {}, value) : value;
  }
  return merged;
}

function tomlTable(table: Table, path: string): TomlTable {
  return Object.fromEntries(
    Object.entries(table).map(([key, value]) => [key, tomlValue(value, `${path}.${key}`)]),
  );
}

function tomlValue(value: unknown, path: string): TomlTable[string] {
  if (isTable(value)) return tomlTable(value, path);
  if (Array.isArray(value)) return value.map((item, index) => tomlValue(item, `${path}[${index}]`));
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new InputError({ message: `${path} is ${String(value)}, which TOML cannot hold` });
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
