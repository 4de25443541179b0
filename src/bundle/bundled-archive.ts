import { defineModule } from "../resources/module.ts";
import { normalPath } from "../resources/normal-path.ts";
import { absolutePath } from "../resources/path-arguments.ts";
import { resource, satisfied } from "../resources/resource.ts";
import { unpackedState } from "./archive-probe.ts";
import { takeBackScript, unpackScript } from "./archive-scripts.ts";
import { bundleArguments } from "./bundle-arguments.ts";
import { bundleItem } from "./bundle-item.ts";

/** `bundled_archive`: the files of a tar.gz of a bundle in a folder of the host. */
export const bundledArchiveModule = defineModule({
  name: "bundled_archive",
  summary: "Unpacks a tar.gz of a bundle into a folder, where its files are not there as they were unpacked.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["bundle", "name", "arch", "dest"],
    properties: {
      ...bundleArguments,
      name: { type: "string", minLength: 1, description: "Its name in the bundle." },
      dest: {
        ...absolutePath,
        description: "The folder; it is made where it is missing. Other files in it are left alone.",
      },
    },
  },
  example: `- name: Install the CNI plugins
  bundled_archive:
    bundle: bundles/kubernetes.tar.gz
    name: cni-plugins
    arch: amd64
    dest: /opt/cni/bin`,
  build({ bundle, dest, ...query }) {
    const item = bundleItem(bundle, { ...query, kind: "cni-plugins" });
    const folder = normalPath(dest);
    const place = { folder, name: item.name };
    return resource({
      id: `archive ${item.name} in ${folder}`,
      probes: { unpacked: unpackedState(place) },
      plan: ({ unpacked }) => {
        if (unpacked.sha256 === item.sha256 && unpacked.isWhole) return satisfied;
        return {
          kind: "changes",
          changes: [
            {
              kind: "run",
              summary: `unpack ${[item.name, item.version].filter(Boolean).join(" ")} to ${folder}`,
              script: unpackScript(place, item.sha256),
              undo: takeBackScript(place, item.sha256),
              timeoutMs: 5 * 60_000,
              uploads: { lab_archive: item.content },
            },
          ],
        };
      },
      after: () => ({ unpacked: { sha256: item.sha256, isWhole: true } }),
    });
  },
});
