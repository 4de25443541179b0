import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where stand-ins live on a host; their launchers know it. */
export const standInFolder = "/opt/lab-stand-ins";

/** npm packages that the stand-ins import on the hosts. */
const packages = [
  "yaml",
  "ajv",
  "fast-deep-equal",
  "fast-uri",
  "json-schema-traverse",
  "require-from-string",
];

/**
 * Puts Node, the stand-ins and Debian's etcd into containers, below /opt/lab-stand-ins; nothing is put on the path: that is
 * the work of whoever installs the launchers of a bundle. Cost: a second a host.
 */
export async function installNode(containers: readonly string[]): Promise<void> {
  const etcd = await debianFiles("etcd", ["etcd-server", "etcd-client"]);
  await Promise.all(containers.map((container) => installIn(container, etcd)));
}

async function installIn(container: string, etcd: string): Promise<void> {
  const node = join(root, "node_modules/node/bin/node");
  await run("docker", [
    "exec",
    container,
    "mkdir",
    "-p",
    `${standInFolder}/bin`,
    `${standInFolder}/node_modules`,
  ]);
  const inside = (path: string): string => `${container}:${standInFolder}/${path}`;
  await run("docker", ["cp", "-L", existsSync(node) ? node : process.execPath, inside("node")]);
  for (const name of ["etcd", "etcdctl"])
    await run("docker", ["cp", join(etcd, "usr/bin", name), inside(`bin/${name}`)]);
  const tar = [
    "-C",
    root,
    "-cf",
    "-",
    "package.json",
    "test/stand-ins",
    "src/kubernetes/schemas",
    ...packages.map((name) => `node_modules/${name}`),
  ];
  await run("/bin/sh", [
    "-c",
    'box=$1; shift; tar "$@" | docker exec -i "$box" tar -C /opt/lab-stand-ins -xf -',
    "sh",
    container,
    ...tar,
  ]);
}

/** Files of Debian packages, fetched by apt and unpacked once for this machine; returns the folder. */
export async function debianFiles(name: string, wanted: readonly string[]): Promise<string> {
  const folder = join(tmpdir(), `lab-stand-ins-${name}`);
  if (existsSync(join(folder, "complete"))) return folder;
  const downloads = join(folder, "downloads");
  await mkdir(downloads, { recursive: true });
  await run("apt-get", ["download", ...wanted], { cwd: downloads });
  for (const file of (await readdir(downloads)).filter((one) => one.endsWith(".deb"))) {
    await run("dpkg-deb", ["-x", join(downloads, file), folder]);
  }
  await mkdir(join(folder, "complete"), { recursive: true });
  return folder;
}

/** The containers of a sandbox's hosts, by the addresses in its clusters.json. */
export async function containersOf(clustersFile: string): Promise<string[]> {
  const text = await readFile(clustersFile, "utf8");
  const { stdout } = await run("docker", ["ps", "--format", "{{.Names}}", "--filter", "label=lab.sandbox"]);
  const names = stdout.split("\n").filter((name) => name !== "");
  const inspected = await run("docker", [
    "inspect",
    "--format",
    "{{.Name}} {{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
    ...names,
  ]);
  return inspected.stdout
    .split("\n")
    .map((line) => line.trim().split(" "))
    .filter(([, ...addresses]) => addresses.some((address) => text.includes(`"${address}"`)))
    .map(([name = ""]) => name.replace(/^\//, ""));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [clustersFile] = process.argv.slice(2);
  if (clustersFile === undefined) {
    process.stderr.write(
      "Usage: node test/stand-ins/install-node.ts CLUSTERS_JSON\nPuts Node and the stand-ins into a sandbox's hosts.\n",
    );
    process.exitCode = 1;
  } else {
    const containers = await containersOf(clustersFile);
    await installNode(containers);
    process.stdout.write(`${containers.join("\n")}\n`);
  }
}
