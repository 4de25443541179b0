import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Exit } from "../core/exit.ts";
import type { ParsedFlags } from "../core/flags.ts";
import { type Json, listAt, parseJson, textAt } from "../core/json.ts";
import { print } from "../core/print.ts";

/** `crictl images`. */
export function showImages(flags: ParsedFlags, images: ReadonlySet<string>): void {
  const wanted = flags.operands[0];
  const names = [...images]
    .filter((image) => !image.startsWith("sha256:") && (wanted === undefined || image.startsWith(wanted)))
    .sort();
  if (flags.text("output") === "json") {
    print(
      JSON.stringify(
        {
          images: names.map((name) => ({
            id: `sha256:${name.length}`,
            repoTags: [name],
            repoDigests: [],
            size: "1024",
            pinned: false,
          })),
        },
        null,
        2,
      ),
    );
    return;
  }
  if (flags.isSet("quiet")) {
    print(names.join("\n"));
    return;
  }
  print("IMAGE                                     TAG                 IMAGE ID            SIZE");
  for (const name of names)
    print(
      `${name.slice(0, name.lastIndexOf(":"))}   ${name.slice(name.lastIndexOf(":") + 1)}   000000000000   1.02kB`,
    );
}

/** The static pods that the kubelet runs now. */
function staticPods(): readonly Json[] {
  try {
    return listAt({ pods: parseJson(readFileSync("/run/lab-stand-ins/static-pods.json", "utf8")) }, "pods");
  } catch {
    return [];
  }
}

/** `crictl ps` and `crictl pods`. */
export function showContainers(flags: ParsedFlags, isPods: boolean): void {
  const name = flags.text("name");
  const own = staticPods().filter(
    (pod) =>
      textAt(pod, "running") === "true" && (name === undefined || new RegExp(name).test(textAt(pod, "name"))),
  );
  const rows = own.map((pod) => {
    const metadata = {
      name: isPods ? `${textAt(pod, "name")}-${textAt(pod, "node")}` : textAt(pod, "name"),
      attempt: Number(textAt(pod, "restarts")),
    };
    const image = textAt(pod, "containers", 0, "image");
    return {
      id: textAt(pod, "uid"),
      metadata,
      image: { image },
      state: isPods ? "SANDBOX_READY" : "CONTAINER_RUNNING",
      createdAt: `${textAt(pod, "startedAt")}000000`,
      labels: {
        "io.kubernetes.container.name": textAt(pod, "name"),
        "io.kubernetes.pod.namespace": textAt(pod, "namespace"),
        "io.kubernetes.pod.name": `${textAt(pod, "name")}-${textAt(pod, "node")}`,
      },
    };
  });
  if (flags.isSet("quiet")) {
    for (const row of rows) print(row.id);
    return;
  }
  if (flags.text("output") === "json") {
    print(JSON.stringify(isPods ? { items: rows } : { containers: rows }, null, 2));
    return;
  }
  print(
    isPods
      ? "POD ID   CREATED   STATE   NAME   NAMESPACE   ATTEMPT   RUNTIME"
      : "CONTAINER   IMAGE   CREATED   STATE   NAME   ATTEMPT   POD ID   POD",
  );
  for (const row of rows)
    print(
      `${row.id.slice(0, 13)}   ${row.image.image}   Running   ${row.metadata.name}   ${row.metadata.attempt}`,
    );
}

/** In etcd's container there are etcdctl and etcdutl. */
export function execInside(operands: readonly string[]): void {
  const [id = "", program = "", ...args] = operands;
  const pod = staticPods().find(
    (one) => textAt(one, "uid").startsWith(id) && textAt(one, "running") === "true",
  );
  if (pod === undefined)
    throw new Exit(
      1,
      `E log.go:32] "ExecSync from runtime service failed" err="rpc error: code = NotFound desc = an error occurred when try to find container ${JSON.stringify(id)}: not found"`,
    );
  if (textAt(pod, "name") !== "etcd" || !["etcdctl", "etcdutl"].includes(program))
    throw new Exit(
      1,
      `FATA[0000] execing command in container: OCI runtime exec failed: exec: ${JSON.stringify(program)}: executable file not found in $PATH: unknown`,
    );
  const version = /etcd:v?(\d+\.\d+\.\d+)/.exec(textAt(pod, "containers", 0, "image"))?.[1] ?? "3.5.0";
  const [node = "", main = ""] = [process.execPath, process.argv[1]];
  const result = spawnSync(node, [main, `${program}@${version}`, ...args], { stdio: "inherit" });
  if (result.status !== 0)
    throw new Exit(
      1,
      `FATA[0000] execing command in container: command terminated with exit code ${result.status}`,
    );
}
