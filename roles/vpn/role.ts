import { InputError } from "../../src/errors.ts";
import type { Role, RoleStep } from "../../src/role/role.ts";
import { vpnKinds } from "./kinds.ts";
import type { VpnKind } from "./vpn-kind.ts";

/** `kind`, `step`, and the settings of kinds by their names. */
export interface VpnArguments {
  readonly kind?: string;
  readonly step?: "prepare" | "join";
  readonly [settings: string]: unknown;
}

const kindNames = vpnKinds.map(({ name }) => name);

const role: Role<VpnArguments> = {
  name: "vpn",
  summary: "Joins a host to a VPN, or takes it out of the one that lab has put it into.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["kind"],
    properties: {
      kind: {
        enum: [...kindNames, "none"],
        description:
          "The kind of VPN; its settings are in the argument of that name. none leaves what lab has joined, and does nothing elsewhere.",
      },
      step: {
        enum: ["prepare", "join"],
        description:
          "prepare makes what the others must know before they join, such as keys: in a play of its own before the one that joins. Default: join, which does that too where it was not done.",
      },
      ...Object.fromEntries(vpnKinds.map(({ name, settings }) => [name, settings])),
    },
  },
  tasks: ({ args, host, cluster }): readonly RoleStep[] => {
    if (args.kind === "none") {
      return args.step === "prepare" ? [] : vpnKinds.flatMap((kind) => kind.leave());
    }
    const kind = kindOf(args);
    const context = { settings: settingsOf(kind, args), host, cluster };
    const prepared = kind.prepare?.(context) ?? [];
    return args.step === "prepare" ? prepared : [...prepared, ...kind.join(context)];
  },
  handlers: ({ args }) => (args.kind === "none" ? [] : (kindOf(args).handlers?.() ?? [])),
};

export default role;

function kindOf({ kind }: VpnArguments): VpnKind {
  const found = vpnKinds.find(({ name }) => name === kind);
  if (found) return found;
  throw new InputError({
    message: `there is no kind of VPN "${kind}"`,
    hint: `write ${kindNames.join(", ")}`,
  });
}

function settingsOf({ name }: VpnKind, args: VpnArguments): unknown {
  const settings = args[name];
  if (settings !== undefined) return settings;
  throw new InputError({
    message: `"kind: ${name}" needs its settings`,
    hint: `write them in the argument "${name}"`,
  });
}
