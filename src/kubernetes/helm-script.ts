import { hereDocument } from "../resources/here-document.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { helm, type ReleaseRef } from "./helm-release-probe.ts";
import { kubectl } from "./kubectl.ts";
import { podReport } from "./pod-report.ts";

/** What a release is to be. */
export interface ReleaseGoal extends ReleaseRef {
  readonly chart: string;
  readonly repository?: string;
  /** A file on the control machine; the script finds it at `$lab_chart`. */
  readonly archive?: { readonly localPath: string; readonly sha256: string; readonly size: number };
  readonly version?: string;
  readonly values: unknown;
  /** Seconds. */
  readonly timeout: number;
}

/**
 * sh that installs or upgrades a release and waits until all of it is ready. Values travel in a file of root's own. When
 * Helm gives up, the state of the pods follows what it says.
 */
export function upgradeScript(goal: ReleaseGoal): string {
  const { name, namespace, values, timeout } = goal;
  const words = helm([
    ...["upgrade", name],
    ...["--install", "--reset-values", "--namespace", namespace, "--create-namespace"],
    ...["--wait", "--timeout", `${timeout}s`],
    ...versionWords(goal),
  ]);
  return `umask 077
lab_values=$(mktemp) || exit 1
trap 'rm -f "$lab_values"' EXIT
cat >"$lab_values" ${hereDocument(JSON.stringify(values, null, 2))}
lab_code=0
${words} --values "$lab_values" ${chartWord(goal)} >/dev/null || lab_code=$?
if [ "$lab_code" -ne 0 ]; then
${podReport(namespace)}
fi
exit "$lab_code"
`;
}

/** An archive has its own version. */
function versionWords({ archive, repository, version }: ReleaseGoal): string[] {
  if (archive) return [];
  return [
    ...(repository === undefined ? [] : ["--repo", repository]),
    ...(version === undefined ? [] : ["--version", version]),
  ];
}

function chartWord({ archive, chart }: ReleaseGoal): string {
  return archive ? '"$lab_chart"' : shQuote(chart);
}

/**
 * sh that makes Helm forget an operation that was cut off, which would keep it from ever doing anything else with that
 * release: the record of that revision goes (a Secret, Helm's own storage), and the one before counts again.
 */
export function forgetScript({ name, namespace }: ReleaseRef, revision: number): string {
  const record = `sh.helm.release.v1.${name}.v${revision}`;
  return `${kubectl(["delete", "secret", record, "-n", namespace, "--ignore-not-found"])} >/dev/null || exit 1\n`;
}

/** sh that takes an upgrade back to a revision, or an install altogether (null); harmless where nothing was done. */
export function takeBackScript({ name, namespace }: ReleaseRef, revision: number | null): string {
  const place = ["--namespace", namespace];
  const back =
    revision === null
      ? helm(["uninstall", name, ...place, "--wait", "--timeout", "300s"])
      : helm(["rollback", name, String(revision), ...place, "--wait", "--timeout", "300s"]);
  return `lab_found=$(timeout 20 ${helm(["list", "--all", "--short", "--filter", `^${name}$`, ...place])}) || exit 1
[ -z "$lab_found" ] || ${back} >/dev/null
`;
}
