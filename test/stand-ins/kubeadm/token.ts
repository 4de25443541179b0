import { tokenData } from "../apiserver/authenticate.ts";
import { ApiClient } from "../core/api-client.ts";
import { parseDuration } from "../core/duration.ts";
import { Exit } from "../core/exit.ts";
import { type Fields, listAt, textAt } from "../core/json.ts";
import { fromBase64, readAccess } from "../core/kubeconfig.ts";
import { print } from "../core/print.ts";
import { createToken, newToken } from "./bootstrap-tokens.ts";
import { caHash } from "./ca-hash.ts";
import { readConfigFile } from "./config-file.ts";
import { readConfigMap, releaseOf } from "./join.ts";
import type { Call } from "./kubeadm.ts";

const pattern = /^[a-z0-9]{6}\.[a-z0-9]{16}$/;
const secrets = "/api/v1/namespaces/kube-system/secrets";

/** `kubeadm token create`: prints the token, or the command to join with it. */
export async function tokenCreate({ version, flags, operands }: Call): Promise<void> {
  const path = flags.text("config");
  const document =
    path === undefined ? undefined : readConfigFile(path, releaseOf(version)).get("InitConfiguration");
  if (path !== undefined && document === undefined)
    throw new Exit(1, `no InitConfiguration found in ${path}`);
  const wanted = listAt(document, "bootstrapTokens")[0] ?? null;
  const token = operands[0] ?? textAt(wanted, "token");
  if (token !== "" && !pattern.test(token))
    throw new Exit(
      1,
      `the bootstrap token ${JSON.stringify(token)} was not of the form "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
    );
  const api = apiOf(flags.text("kubeconfig"));
  if (token !== "" && (await api.find(`${secrets}/bootstrap-token-${token.slice(0, 6)}`)) !== null) {
    throw new Exit(1, `a token with id ${JSON.stringify(token.slice(0, 6))} already exists`);
  }
  const orElse = (
    given: readonly string[],
    configured: readonly unknown[],
    usual: readonly string[],
  ): readonly string[] => (given.length > 0 ? given : configured.length > 0 ? configured.map(String) : usual);
  const made = await createToken(api, {
    ...(token === "" ? {} : { token }),
    ttlMs: parseDuration(flags.text("ttl") ?? (textAt(wanted, "ttl") || "24h")) ?? 86_400_000,
    usages: orElse(flags.list("usages"), listAt(wanted, "usages"), ["signing", "authentication"]),
    groups: orElse(flags.list("groups"), listAt(wanted, "groups"), [
      "system:bootstrappers:kubeadm:default-node-token",
    ]),
    description: flags.text("description") ?? textAt(wanted, "description"),
  });
  if (!flags.isSet("print-join-command")) return print(made);
  const key = flags.text("certificate-key");
  const control = key === undefined ? "" : `--control-plane --certificate-key ${key}`;
  print(
    `kubeadm join ${await endpointOf(api)} --token ${made} --discovery-token-ca-cert-hash ${caHash(api.access.ca)} ${control}`,
  );
}

/** `kubeadm token delete ID|TOKEN…`. */
export async function tokenDelete({ flags, operands }: Call): Promise<void> {
  if (operands.length === 0)
    throw new Exit(1, "missing subcommand; 'token delete' is missing token of form \"^([a-z0-9]{6})$\"");
  const api = apiOf(flags.text("kubeconfig"));
  for (const operand of operands) {
    if (!pattern.test(operand) && !/^[a-z0-9]{6}$/.test(operand))
      throw new Exit(
        1,
        `given token didn't match pattern "\\\\A([a-z0-9]{6})\\\\z" or "\\\\A([a-z0-9]{6})\\\\.([a-z0-9]{16})\\\\z"`,
      );
    const id = operand.slice(0, 6);
    if ((await api.find(`${secrets}/bootstrap-token-${id}`)) === null) {
      throw new Exit(
        1,
        `failed to delete bootstrap token ${JSON.stringify(id)}: secrets ${JSON.stringify(`bootstrap-token-${id}`)} not found`,
      );
    }
    await api.call("DELETE", `${secrets}/bootstrap-token-${id}`);
    print(`bootstrap token ${JSON.stringify(id)} deleted`);
  }
}

/** `kubeadm token generate`. */
export function tokenGenerate(): void {
  print(newToken());
}

/** `kubeadm token list [-o json]`: in JSON one object after the other, as kubeadm has it. */
export async function tokenList({ flags }: Call): Promise<void> {
  const found = await apiOf(flags.text("kubeconfig")).get(secrets);
  const tokens = listAt(found, "items").flatMap((item) =>
    textAt(item, "type") === "bootstrap.kubernetes.io/token" && isObject(item) ? [described(item)] : [],
  );
  const format = flags.text("output") ?? "text";
  if (format === "json") {
    for (const token of tokens) print(JSON.stringify(token, null, 4));
    return;
  }
  if (format !== "text") throw new Exit(1, `output format ${JSON.stringify(format)} is not played`);
  if (tokens.length === 0) return;
  print(
    "TOKEN                     TTL         EXPIRES                USAGES                   DESCRIPTION   EXTRA GROUPS",
  );
  for (const token of tokens)
    print(
      `${textAt(token, "token")}   ${textAt(token, "expires") || "<forever>"}   ${listAt(token, "usages").join(",")}   ${textAt(token, "description") || "<none>"}   ${listAt(token, "groups").join(",")}`,
    );
}

function described(secret: Fields): Fields {
  const { id, secret: word, usages, groups } = tokenData(secret);
  const expires = fromBase64(textAt(secret, "data", "expiration"));
  const description = fromBase64(textAt(secret, "data", "description"));
  return {
    kind: "BootstrapToken",
    apiVersion: "output.kubeadm.k8s.io/v1alpha3",
    creationTimestamp: null,
    token: `${id}.${word}`,
    ...(description === "" ? {} : { description }),
    ...(expires === "" ? {} : { expires }),
    usages: [...usages],
    groups: [...groups],
  };
}

async function endpointOf(api: ApiClient): Promise<string> {
  const cluster = await readConfigMap(api, "kubeadm-config", "ClusterConfiguration");
  return textAt(cluster, "controlPlaneEndpoint") || api.access.server.replace("https://", "");
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

function apiOf(path = "/etc/kubernetes/admin.conf"): ApiClient {
  try {
    return new ApiClient(readAccess(path));
  } catch {
    throw new Exit(1, `failed to load admin kubeconfig: open ${path}: no such file or directory`);
  }
}
