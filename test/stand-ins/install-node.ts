import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where stand-ins live on a host. */
export const standInFolder = "/opt/lab-stand-ins";

/** What starts a stand-in on a host: `node main.mjs NAME@VERSION ARGUMENT…`. */
export const standInProgram = `${standInFolder}/main.mjs`;

/**
 * Puts Node, the stand-ins and Debian's etcd into containers, below /opt/lab-stand-ins; nothing is put on the path: that is
 * the work of whoever installs the launchers of a bundle. Cost: a second a host, and two.
 */
export async function installNode(containers: readonly string[]): Promise<void> {
  const etcd = await debianFiles("etcd", ["etcd-server", "etcd-client"]);
  const programs = await mkdtemp(join(tmpdir(), "lab-stand-ins-"));
  try {
    await bundlePrograms(programs);
    await Promise.all(containers.map((container) => installIn(container, etcd, programs)));
  } finally {
    await rm(programs, { recursive: true });
  }
}

/** Few JavaScript files start in half the time of the many that they are made of, and tests start them hundreds of times. */
async function bundlePrograms(folder: string): Promise<void> {
  await build({
    input: { main: join(import.meta.dirname, "main.ts") },
    platform: "node",
    logLevel: "warn",
    output: { dir: folder, entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
  });
}

async function installIn(container: string, etcd: string, programs: string): Promise<void> {
  const node = join(root, "node_modules/node/bin/node");
  await run("docker", ["exec", container, "mkdir", "-p", `${standInFolder}/bin`]);
  const inside = (path: string): string => `${container}:${standInFolder}/${path}`;
  await run("docker", ["cp", "-L", existsSync(node) ? node : process.execPath, inside("node")]);
  for (const name of ["etcd", "etcdctl"])
    await run("docker", ["cp", join(etcd, "usr/bin", name), inside(`bin/${name}`)]);
  await run("docker", ["cp", `${programs}/.`, inside("")]);
}

/**
 * Files of Debian packages, fetched by apt and unpacked once for this machine; returns the folder. Test files run at the
 * same time, so it appears with all that is in it.
 */
export async function debianFiles(name: string, wanted: readonly string[]): Promise<string> {
  const folder = join(tmpdir(), `lab-debian-files-${name}`);
  if (existsSync(folder)) return folder;
  const downloads = await mkdtemp(`${folder}-`);
  const unpacked = join(downloads, "unpacked");
  try {
    await run("apt-get", ["download", ...wanted], { cwd: downloads });
    for (const file of (await readdir(downloads)).filter((one) => one.endsWith(".deb"))) {
      await run("dpkg-deb", ["-x", join(downloads, file), unpacked]);
    }
    await rename(unpacked, folder).catch((cause: unknown) => {
      if (!existsSync(folder)) throw cause;
    });
  } finally {
    await rm(downloads, { recursive: true });
  }
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
