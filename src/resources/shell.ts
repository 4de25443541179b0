import { commandArguments } from "./command-arguments.ts";
import { commandResource } from "./command-resource.ts";
import { jobReturns } from "./job-returns.ts";
import { defineModule } from "./module.ts";

/** A script for a shell. */
export const shellModule = defineModule({
  name: "shell",
  summary:
    "Runs a script in a shell; it counts as changed each time, unless a guard says that it need not run.",
  example: `- name: Keep the list of images
  shell:
    cmd: ctr images list | sort >/root/images
    creates: /root/images
    undo: rm -f /root/images`,
  freeForm: "cmd",
  runsCommand: true,
  returns: jobReturns,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["cmd"],
    properties: {
      cmd: { type: "string", minLength: 1, description: "The script." },
      executable: {
        type: "string",
        pattern: "^/[^\\n]*$",
        errorMessage: "must be an absolute path",
        description: "The shell. Default: /bin/sh.",
      },
      ...commandArguments,
    },
  },
  build({ cmd, executable = "/bin/sh", ...options }, context) {
    const program = { kind: "script", interpreter: executable, text: cmd } as const;
    return commandResource("shell", cmd, program, options, context);
  },
});
