import { defineModule } from "./module.ts";
import type { Refresh } from "./package-manager.ts";
import { needsInstall, type PackageGoal, type PackagePair, packagePlan } from "./package-plan.ts";
import { type PackageState, packageState } from "./package-probe.ts";
import { type PackageRequest, packagePattern, packageRequest } from "./package-request.ts";
import { resource } from "./resource.ts";

/** Packages of the host's own package manager. */
export const packageModule = defineModule({
  name: "package",
  aliases: ["apt"],
  summary: "Installs, upgrades or removes packages with the package manager of the host.",
  example: `- name: Install containerd
  package:
    name: [containerd, runc]
    state: present`,
  freeForm: "name",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: {
        anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }],
        pattern: packagePattern,
        errorMessage: "must be a package name, or name=version",
        description: "A package or a list; `foo=1.2.3` pins a version, `foo=1.2.*` a pattern (apt).",
      },
      state: {
        enum: ["present", "latest", "absent"],
        description: "`latest` compares with the package lists on the host. Default: present.",
      },
      update_cache: {
        type: "boolean",
        description:
          "true fetches package lists older than `cache_valid_time` before an install, false never; by default they are fetched where an install fails without. By itself never a change, except with `state: latest`, where old lists tell nothing.",
      },
      cache_valid_time: {
        type: "integer",
        minimum: 0,
        description: "Age in seconds up to which package lists count as fresh. Default: 3600.",
      },
      install_recommends: {
        type: "boolean",
        description: "Whether recommended packages are installed, too. Default: the host's own setting.",
      },
      purge: {
        type: "boolean",
        description:
          "With `state: absent`: removes configuration files, too; cannot be undone. Default: false.",
      },
      lock_timeout: {
        type: "integer",
        minimum: 0,
        description:
          "Seconds to wait while somebody else uses the package manager (apt, zypper and apk; dnf waits by itself). Default: 300.",
      },
      hold: {
        type: "boolean",
        description: "Whether upgrades leave the packages at their version. Default: as it is.",
      },
    },
  },
  build(args) {
    const requests = [args.name].flat().map(packageRequest);
    const state = args.state ?? "present";
    const goal: PackageGoal = {
      state,
      options: {
        refresh: refreshOf(args.update_cache, args.cache_valid_time ?? 3600),
        recommends: args.install_recommends ?? null,
      },
      purge: args.purge ?? false,
      hold: args.hold ?? null,
      patience: args.lock_timeout ?? null,
    };
    const candidate = state === "latest";
    const pairs = (states: Readonly<Record<string, PackageState>>) => pairsOf(requests, states);
    return resource({
      id: `package ${requests.map(({ name }) => name).join(", ")}`,
      probes: Object.fromEntries(requests.map(({ name }) => [name, packageState({ name, candidate })])),
      bringsMore: true,
      plan: (states) => packagePlan(goal, pairs(states)),
      after: (states) =>
        Object.fromEntries(pairs(states).map((pair) => [pair.request.name, foretold(goal, pair)])),
    });
  },
});

function refreshOf(update: boolean | undefined, seconds: number): Refresh {
  if (update === undefined) return { kind: "when needed" };
  return update ? { kind: "older", seconds } : { kind: "never" };
}

function pairsOf(
  requests: readonly PackageRequest[],
  states: Readonly<Record<string, PackageState>>,
): PackagePair[] {
  return requests.flatMap((request) => {
    const state = states[request.name];
    return state ? [{ request, state }] : [];
  });
}

function foretold(goal: PackageGoal, pair: PackagePair): PackageState {
  const { request, state } = pair;
  const held = goal.hold ?? state.held;
  if (goal.state === "absent") return { ...state, installed: null, residue: !goal.purge && state.residue };
  if (state.manager === null || !needsInstall(goal, pair, state.manager)) return { ...state, held };
  const version = request.version?.includes("*") ? null : (request.version ?? state.candidate);
  return { ...state, held, installed: { version }, residue: false, listsAgeSeconds: 0 };
}
