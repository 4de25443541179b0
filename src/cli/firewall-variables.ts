import { InputError } from "../errors.ts";
import { checkSchema, conforms } from "../input/check-schema.ts";
import { parseYamlFile } from "../input/yaml-file.ts";
import type { FirewallInputs } from "../network/firewall/firewall-goal.ts";
import { settingsSchema, wireguardSchema } from "../network/firewall/firewall-settings.ts";

/** Where variables are looked up; undefined where there is none of that name. */
interface Variables {
  lookUp(name: string): unknown;
}

const cniSchema = { enum: ["bridge", "flannel", "calico", "cilium", "none"] } as const;
const vpnSchema = { enum: ["tailscale", "wireguard", "openvpn", "none"] } as const;

/** What the variables `firewall`, `cni`, `vpn` and `wireguard` of a host say, as the role firewall takes them. Throws InputError. */
export function firewallVariables(variables: Variables): FirewallInputs {
  return {
    settings: read(variables, "firewall", settingsSchema, {}),
    cni: read(variables, "cni", cniSchema, "none"),
    vpn: read(variables, "vpn", vpnSchema, "none"),
    wireguard: read(variables, "wireguard", wireguardSchema, {}),
  };
}

function read<const Schema extends object, Value>(
  variables: Variables,
  name: string,
  schema: Schema,
  otherwise: Value,
) {
  const value = variables.lookUp(name) ?? otherwise;
  if (conforms(schema, value)) return value;
  const source = parseYamlFile(`variable ${name}`, JSON.stringify({ [name]: value }, null, 2));
  throw new InputError(checkSchema(schema, value, source, [name], `variable "${name}"`));
}
