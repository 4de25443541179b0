import { InputError } from "../errors.ts";
import { aptManager } from "../resources/apt-manager.ts";
import type { RunChange } from "../resources/change.ts";
import { defineModule } from "../resources/module.ts";
import { type PackageState, packageState } from "../resources/package-probe.ts";
import { recordedOrder, undoOrder } from "../resources/package-undo.ts";
import { type Plan, resource } from "../resources/resource.ts";
import { bundleArguments } from "./bundle-arguments.ts";
import { bundleItem, type FoundItem } from "./bundle-item.ts";
import { debScript } from "./deb-script.ts";

const timeoutMs = 30 * 60_000;
const oneName = { type: "string", minLength: 1 } as const;

/** `bundled_deb`: Debian packages of a bundle, installed together. */
export const bundledDebModule = defineModule({
  name: "bundled_deb",
  summary: "Installs Debian packages of a bundle, where they are not there in that version.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["bundle", "name", "arch"],
    properties: {
      ...bundleArguments,
      version: {
        ...bundleArguments.version,
        description:
          "Of all of them; needed where the bundle has several. The revision may be left out: 1.33.4 for 1.33.4-1.1.",
      },
      name: {
        anyOf: [oneName, { type: "array", minItems: 1, items: oneName }],
        description: "A package or a list; what depends on each other is installed together.",
      },
      hold: {
        type: "boolean",
        description: "Whether upgrades leave the packages at their version. Default: as it is.",
      },
    },
  },
  example: `- name: Install the kubelet
  bundled_deb:
    bundle: bundles/kubernetes.tar.gz
    name: [kubelet, kubernetes-cni]
    arch: amd64
    hold: true`,
  build({ bundle, name, hold, ...query }) {
    const items = [name].flat().map((one) => bundleItem(bundle, { ...query, name: one, kind: "deb" }));
    return resource({
      id: `package ${items.map((item) => item.name).join(", ")}`,
      probes: Object.fromEntries(
        items.map((item) => [item.name, packageState({ name: item.name, candidate: false })]),
      ),
      bringsMore: true,
      plan: (states) => debPlan(items, states, hold ?? null),
      after: (states) =>
        Object.fromEntries(items.map((item) => [item.name, foretold(item, states[item.name], hold ?? null)])),
    });
  },
});

type States = Readonly<Record<string, PackageState | undefined>>;

function debPlan(items: readonly FoundItem[], states: States, hold: boolean | null): Plan {
  if (items.some(({ name }) => states[name]?.manager !== "apt")) {
    return { kind: "blocked", reason: "Debian packages need apt, which is not on the host" };
  }
  const missing = items.filter((item) => states[item.name]?.installed?.version !== versionOf(item));
  const unheld = items.filter(({ name }) => hold !== null && states[name]?.held !== hold);
  return {
    kind: "changes",
    changes: [
      ...(missing.length > 0 ? [installChange(missing)] : []),
      ...(hold !== null && unheld.length > 0 ? holdChanges(unheld, hold) : []),
    ],
  };
}

function installChange(items: readonly FoundItem[]): RunChange {
  const named = items.map((item) => `${item.name}=${versionOf(item)}`);
  const variables = items.map((_, index) => `lab_deb${index}`);
  return {
    kind: "run",
    summary: `apt: install ${named.join(", ")} from the bundle`,
    script: recordedOrder(aptManager.undo, debScript(variables)),
    undo: undoOrder(aptManager.undo),
    timeoutMs,
    uploads: Object.fromEntries(items.map((item, index) => [`lab_deb${index}`, item.content])),
  };
}

function holdChanges(items: readonly FoundItem[], hold: boolean): RunChange[] {
  const { hold: toHold, unhold } = aptManager;
  if (!toHold || !unhold) return [];
  const names = items.map(({ name }) => name);
  const [apply, revert] = hold ? [toHold, unhold] : [unhold, toHold];
  const summary = `apt: ${hold ? "hold" : "unhold"} ${names.join(", ")}`;
  return [{ kind: "run", summary, script: apply(names), undo: revert(names), timeoutMs }];
}

function foretold(item: FoundItem, state: PackageState | undefined, hold: boolean | null): PackageState {
  const none: PackageState = {
    manager: "apt",
    installed: null,
    residue: false,
    held: false,
    candidate: null,
    listsAgeSeconds: null,
  };
  const now = state ?? none;
  return { ...now, installed: { version: versionOf(item) }, residue: false, held: hold ?? now.held };
}

/** Throws InputError for a bundle that was not made by lab. */
function versionOf({ name, version, path }: FoundItem): string {
  if (version !== undefined) return version;
  throw new InputError({
    message: `the package ${name} (${path}) has no "version" in bundle.json`,
    hint: "make it anew: lab bundle create reads it from the package",
  });
}
