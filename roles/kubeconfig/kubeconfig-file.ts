import { dirname } from "node:path";
import { labKubeconfig } from "../../src/kubernetes/lab-kubeconfig.ts";
import { contentSha256 } from "../../src/resources/content-of.ts";
import { defineModule } from "../../src/resources/module.ts";
import { pathState } from "../../src/resources/path-probe.ts";
import { planFileContent } from "../../src/resources/plan-file-content.ts";
import { type Plan, resource } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

/** A kubeconfig on the control machine, of the user who runs lab and of nobody else. */
export const kubeconfigFileModule = defineModule({
  name: "kubeconfig_file",
  summary: "Keeps the kubeconfig of a cluster, with names that only this cluster has.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["path", "name", "admin_conf"],
    properties: {
      path: { type: "string", pattern: "^/", description: "Where it goes." },
      name: { type: "string", description: "What cluster and context are called." },
      admin_conf: { type: "string", description: "What kubeadm has written on the control plane." },
      server: { type: "string", description: "URL of the API server, as seen from here." },
      tls_server_name: {
        type: "string",
        description: "The name in its certificate, where that is another one.",
      },
    },
  },
  secrets: ["admin_conf"],
  example: "kubeconfig_file:\n  path: /home/me/kubeconfigs/dev.yaml\n  name: dev\n  admin_conf: …",
  build({ path, name, admin_conf, server, tls_server_name }) {
    const text = labKubeconfig(admin_conf, {
      name,
      ...(server === undefined ? {} : { server }),
      ...(tls_server_name === undefined ? {} : { tlsServerName: tls_server_name }),
    });
    const content = { kind: "text", text: typeof text === "string" ? text : "" } as const;
    const wanted = { path, content, mode: "0600", secret: true, ...ownAccount() };
    return resource({
      id: `kubeconfig ${path}`,
      probes: {
        file: pathState({ path, content: { unlessSha256: contentSha256(content) } }),
        folder: pathState({ path: dirname(path) }),
      },
      plan({ file, folder }) {
        if (typeof text !== "string") {
          return { kind: "failed", message: `the kubeconfig of ${name} cannot be used: ${text.problem}` };
        }
        if (folder.kind !== "absent") return planFileContent(wanted, file);
        return withFolder(dirname(path), planFileContent(wanted, { kind: "absent", parent: "directory" }));
      },
    });
  },
});

/** Who runs lab need not be root, and may give nothing to root. */
function ownAccount(): { readonly owner: string; readonly group: string } {
  return { owner: String(process.getuid?.() ?? 0), group: String(process.getgid?.() ?? 0) };
}

function withFolder(folder: string, plan: Plan): Plan {
  if (plan.kind !== "changes") return plan;
  const mkdir = {
    kind: "run",
    summary: `mkdir ${folder}`,
    script: `mkdir -p ${shQuote(folder)} && chmod 0700 ${shQuote(folder)}`,
    undo: `rmdir ${shQuote(folder)} 2>/dev/null || true`,
    timeoutMs: 10_000,
  } as const;
  return { ...plan, changes: [mkdir, ...plan.changes] };
}
