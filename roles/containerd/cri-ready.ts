import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

const socket = "/run/containerd/containerd.sock";

/**
 * Prints "installed" where there is a containerd, and "ready" where it answers as a container runtime. Nobody is asked
 * where nothing listens: ctr would keep trying for ten seconds.
 */
const question = `
if command -v containerd >/dev/null 2>&1; then echo installed; fi
lab_cri_ready() {
  grep -q ' ${socket}$' /proc/net/unix || return 1
  if command -v crictl >/dev/null 2>&1; then
    crictl --runtime-endpoint unix://${socket} --timeout 5s info 2>/dev/null | tr -d ' \\n' |
      grep -q '"status":true,"type":"RuntimeReady"\\|"type":"RuntimeReady","status":true'
  else
    ctr --connect-timeout 5s plugins ls 2>/dev/null | grep -Eq '^io\\.containerd\\.(grpc\\.v1 +cri|cri\\.v1 +runtime) .* ok *$'
  fi
}
if lab_cri_ready; then echo ready; fi
`;

const criState = probeOf(
  {
    name: "cri",
    script: () => question,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const words = stdout.split(/\s+/);
      const state = { isInstalled: words.includes("installed"), isReady: words.includes("ready") };
      return queries.map(() => state);
    },
  },
  () => "containerd",
);

/** Waits until containerd answers as a container runtime: asked by crictl, or by ctr where there is no crictl. */
export const criReadyModule = defineModule({
  name: "cri_ready",
  summary: "Proves that containerd answers as a container runtime.",
  schema: { type: "object", additionalProperties: false, properties: {} },
  example: "- name: Prove that the container runtime answers\n  cri_ready: {}\n",
  build: () =>
    resource({
      id: "container runtime containerd",
      probes: { cri: criState({}) },
      plan: ({ cri }) => {
        if (cri.isReady) return satisfied;
        if (!cri.isInstalled) return { kind: "blocked", reason: "containerd is not installed" };
        return {
          kind: "wait",
          summary: "for containerd's CRI to answer",
          script: waitScript,
          timeoutMs: 70_000,
        };
      },
    }),
});

const waitScript = `
lab_left=60
until (${question}) | grep -q ready; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    echo "containerd does not answer as a container runtime" >&2
    ! command -v crictl >/dev/null 2>&1 || crictl --runtime-endpoint unix://${socket} --timeout 5s info 2>&1 >/dev/null | tail -n 5 >&2
    journalctl -u containerd -n 20 --no-pager >&2 2>/dev/null
    exit 1
  fi
  sleep 1
done
`;
