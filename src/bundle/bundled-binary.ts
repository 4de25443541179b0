import { defineModule } from "../resources/module.ts";
import { bundledFile, fileArguments } from "./bundled-file.ts";

/** `bundled_binary`: a program of a bundle at its place on the host, executable. */
export const bundledBinaryModule = defineModule({
  name: "bundled_binary",
  summary: "Puts a program of a bundle on the host, where it is not there yet.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["bundle", "name", "arch", "dest"],
    properties: fileArguments,
  },
  example: `- name: Install kubeadm
  bundled_binary:
    bundle: bundles/kubernetes.tar.gz
    name: kubeadm
    version: 1.33.4
    arch: amd64
    dest: /usr/local/bin/kubeadm`,
  build: (args) => bundledFile(args, { ...args, kind: "binary" }, "0755"),
});
