import { resolve } from "node:path";
import { adminKubeconfig } from "../../src/kubernetes/paths.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import type { PathState } from "../../src/resources/path-state.ts";
import { defineRole, notYet, task } from "../../src/role/role.ts";
import { kubeconfigFileModule as kubeconfigFile } from "./kubeconfig-file.ts";

export default defineRole({
  name: "kubeconfig",
  summary: "Fetches the administrator's kubeconfig of each cluster to the control machine.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      folder: {
        type: "string",
        minLength: 1,
        description: "Where they go, as CLUSTER.yaml. Default: kubeconfigs, in the working directory.",
      },
      server: {
        type: "string",
        pattern: "^https://",
        errorMessage: "must be a URL: https://HOST:PORT",
        description: "The API server as seen from the control machine. Default: as the nodes reach it.",
      },
      tls_server_name: {
        type: "string",
        description: "A name that the server's certificate holds, where `server` has another one.",
      },
    },
  },
  tasks({ args: { folder = "kubeconfigs", ...reached }, host, cluster }) {
    if (host.name !== cluster.bootstrap) return [];
    return [
      task(
        `Keep the kubeconfig of ${cluster.name} here`,
        kubeconfigFile,
        ({ conf }) => ({
          path: resolve(folder, `${cluster.name}.yaml`),
          name: cluster.name,
          admin_conf: textOf(conf),
          ...reached,
        }),
        {
          uses: { conf: pathState({ path: adminKubeconfig, content: "always" }) },
          // What this waits for happens on the control plane, and not where the task acts.
          when: ({ conf }) => textOf(conf) !== "" || notYet(`there is no ${adminKubeconfig} on ${host.name}`),
          delegateTo: "localhost",
        },
      ),
    ];
  },
});

function textOf(conf: PathState): string {
  return conf.kind === "file" && conf.content?.kind === "text" ? conf.content.text : "";
}
