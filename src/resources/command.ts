import { InputError } from "../errors.ts";
import { commandArguments } from "./command-arguments.ts";
import { commandResource } from "./command-resource.ts";
import { jobReturns } from "./job-returns.ts";
import { defineModule } from "./module.ts";
import { splitWords } from "./split-words.ts";

/** A command without a shell around it. */
export const commandModule = defineModule({
  name: "command",
  summary:
    "Runs a command, without a shell; it counts as changed each time, unless a guard says that it need not run.",
  example: `- name: Make the database
  command:
    cmd: /usr/local/bin/make-database --size 10
    creates: /var/lib/database`,
  freeForm: "cmd",
  runsCommand: true,
  returns: jobReturns,
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      cmd: {
        type: "string",
        minLength: 1,
        description: "The command; split into words with quotes as in sh, but nothing is expanded.",
      },
      argv: {
        type: "array",
        items: { type: "string" },
        minItems: 1,
        description: "The command as a list of words, instead of `cmd`.",
      },
      ...commandArguments,
    },
  },
  extra: { oneOf: [{ required: ["cmd"] }, { required: ["argv"] }] },
  build({ cmd, argv, ...options }, context) {
    const words = argv ?? splitWords(cmd ?? "");
    if (words[0]?.startsWith("-")) {
      // A shell would take it for a flag of its own "exec".
      throw new InputError({ message: `a command cannot begin with a dash: ${words[0]}` });
    }
    return commandResource("command", cmd ?? words.join(" "), { kind: "words", words }, options, context);
  },
});
