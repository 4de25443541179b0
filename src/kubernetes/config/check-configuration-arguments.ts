import type { InputProblem } from "../../errors.ts";
import { checkSchema } from "../../input/check-schema.ts";
import { isMapping } from "../../input/mapping.ts";
import { parseYamlFile } from "../../input/yaml-file.ts";
import type { KubernetesVersion } from "../kubernetes-version.ts";
import { v1beta4 } from "../schemas/kubeadm-v1beta4-parts.ts";
import { argumentsSchema } from "./arguments-schema.ts";
import { type ConfigurationArguments, configurationArguments } from "./configuration-arguments.ts";
import { kubeadmApiVersion } from "./kubeadm-api-version.ts";
import { type Configuration, inFormOf } from "./merge-configuration.ts";

/**
 * Holds what users say of the configurations against the published types, before any host is contacted: `unknown key "extraArg"
 * in "cluster_configuration.apiServer"`. Flags may be in either form. Where no version is given, the newest types count.
 * The problems have no location: a role knows its arguments as values. Cost: compiles the types once, where something is given.
 */
export function checkConfigurationArguments(
  args: ConfigurationArguments,
  version: KubernetesVersion | null,
): InputProblem[] {
  const apiVersion = version === null ? v1beta4 : kubeadmApiVersion(version);
  const values = Object.fromEntries(
    Object.entries(args)
      .filter(([name, value]) => Object.hasOwn(configurationArguments, name) && isMapping(value))
      .map(([name, value]) => [name, withoutNulls(inFormOf(apiVersion, value ?? {}))]),
  );
  if (Object.keys(values).length === 0) return [];
  const source = parseYamlFile("arguments.json", JSON.stringify(values));
  const problems = checkSchema(argumentsSchema(apiVersion), values, source, [], "the arguments");
  return problems.map(({ message, hint = "" }) => {
    const spoken = message.startsWith("unknown key") && version !== null ? spokenBy(version) : "";
    const separator = hint === "" || spoken === "" ? "" : hint.endsWith("?") ? " " : "; ";
    return { message, hint: `${hint}${separator}${spoken}` };
  });
}

function spokenBy(version: KubernetesVersion): string {
  return `kubeadm ${version.major}.${version.minor} is given ${kubeadmApiVersion(version)}`;
}

/** Null takes a field away, whatever its type. */
function withoutNulls(configuration: Configuration): Configuration {
  const entries = Object.entries(configuration).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, isMapping(value) ? withoutNulls(value) : value]),
  );
}
