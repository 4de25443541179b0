import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { type Fields, fieldsAt, type Json, listAt, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";
import { restartKubelet } from "./start-kubelet.ts";

const current = "/var/lib/kubelet/pki/kubelet-client-current.pem";

/** Lets kubelet.conf name the certificate that the kubelet renews by itself. */
export async function finalizeKubelet(): Promise<void> {
  const path = "/etc/kubernetes/kubelet.conf";
  if (!existsSync(current)) return;
  print(`[kubelet-finalize] Updating "${path}" to point to a rotatable kubelet client certificate and key`);
  const config: Json = parse(readFileSync(path, "utf8"));
  const users = listAt(config, "users").map((user) => ({
    name: textAt(user, "name"),
    user: { "client-certificate": current, "client-key": current },
  }));
  const next: Fields = { ...fieldsAt(config), users };
  writeFileSync(path, stringify(next, { lineWidth: 0 }), { mode: 0o600 });
  await restartKubelet();
}
