import type { BuildContext } from "../../../src/resources/module.ts";

/** For modules that read no file of the control machine. */
export const noFiles: BuildContext = {
  runAs: { kind: "root" },
  environment: {},
  file: () => {
    throw new Error("nobody expected a file");
  },
  template: () => {
    throw new Error("nobody expected a template");
  },
};
