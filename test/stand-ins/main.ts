import { enableCompileCache } from "node:module";
import { logCall } from "./core/call-log.ts";
import { Exit } from "./core/exit.ts";
import { print, warn } from "./core/print.ts";

enableCompileCache("/opt/lab-stand-ins/compile-cache");

type Program = (version: string, argv: readonly string[]) => Promise<void>;

const programs: Readonly<Record<string, () => Promise<Program>>> = {
  kubeadm: async () => (await import("./kubeadm/kubeadm.ts")).kubeadm,
  kubelet: async () => (await import("./kubelet/kubelet.ts")).kubelet,
  kubectl: async () => (await import("./kubectl/kubectl.ts")).kubectl,
  "kube-apiserver": async () => (await import("./apiserver/kube-apiserver.ts")).kubeApiserver,
  helm: async () => (await import("./helm/helm.ts")).helm,
  cilium: async () => (await import("./others/cilium.ts")).cilium,
  crictl: async () => (await import("./others/crictl.ts")).crictl,
  etcdctl: async () => (await import("./others/etcdctl.ts")).etcdctl,
  tailscale: async () => (await import("./tailscale/tailscale.ts")).tailscale,
  tailscaled: async () => (await import("./tailscale/tailscaled.ts")).tailscaled,
  etcdutl: async () => (await import("./others/etcdctl.ts")).etcdutl,
};

/** Plays the program that the first argument names, as "kubeadm@1.33.4", with the rest as its arguments. */
async function main([called = "", ...argv]: readonly string[]): Promise<void> {
  const [name = "", version = ""] = called.split("@");
  if (name === "phases") return printPhases(Number(version) || 34);
  const load = programs[name];
  if (load === undefined) {
    warn(
      `stand-ins play: ${Object.keys(programs).join(", ")}; called as NAME@VERSION ARGUMENT…; phases@MINOR lists what can fail`,
    );
    process.exitCode = 2;
    return;
  }
  logCall(name, version, argv);
  try {
    const program = await load();
    await program(version, argv);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    if (error.message !== "") warn(error.message);
    process.exit(error.status);
  }
}

/** Prints what can be told to fail in /etc/lab-stand-ins/fail.json, by command: `main.ts phases@MINOR`. */
async function printPhases(minor: number): Promise<void> {
  const { initPhases, joinPhases, resetPhases, upgradePhases, workerPhases } = await import(
    "./kubeadm/phases.ts"
  );
  const phases = {
    "kubeadm init": initPhases,
    "kubeadm join": { "control plane": joinPhases(minor), worker: workerPhases },
    "kubeadm upgrade apply": upgradePhases,
    "kubeadm upgrade node": upgradePhases,
    "kubeadm reset": resetPhases,
  };
  print(JSON.stringify(phases, null, 2));
}

await main(process.argv.slice(2));
