import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { type Declaration, declarationOf } from "../../../src/inventory/declaration.ts";

interface ClusterOptions {
  readonly pods?: string;
  readonly services?: string;
  readonly nodes?: readonly object[];
}

/** A cluster of clusters.json with one control plane where nothing else is asked for. */
export function cluster(name: string, options: ClusterOptions = {}): object {
  const { pods = "10.20.0.0/16", services = "10.97.0.0/16" } = options;
  const nodes = options.nodes ?? [{ name: `${name}-cp`, role: "master" }];
  return { name, pod_cidr: pods, service_cidr: services, nodes };
}

/** The declaration of a clusters.json with these contents. */
export function declare(file: object): Declaration {
  return declarationOf(parseYamlFile("clusters.json", JSON.stringify(file, null, 2)));
}
