import { InternalError } from "../errors.ts";

/** What a read-only call of kubectl or helm came to. */
export type ToolAnswer =
  | { readonly kind: "answered"; readonly output: string }
  /** The tool is not there, its kubeconfig is not, or nobody answers; `reason` is the last line of what it said. */
  | { readonly kind: "unanswered"; readonly reason: string };

/** A tool that a probe starts: sh words that read, and what has to be there before. */
export interface ToolCall {
  /** Name of the program. */
  readonly tool: string;
  /** The kubeconfig that the words name. */
  readonly kubeconfig: string;
  /** sh words of the whole call; it is ended after `seconds`. */
  readonly words: string;
  readonly seconds: number;
}

const mark = "==lab==";

/**
 * sh that makes the calls one after another and prints what each said, with a mark behind it. Where one had to
 * be ended the others of the same kubeconfig are not made: an API server that is away costs one time-out, not many.
 */
export function toolCallsScript(calls: readonly ToolCall[]): string {
  const lines = calls.map(
    ({ tool, kubeconfig, words, seconds }) => `lab_call ${tool} '${kubeconfig}' ${seconds} ${words}`,
  );
  return `${callFunction}exec 3>&1\n${lines.join("\n")}\n`;
}

/** What a call says on stderr is kept apart, for kubectl warns there. */
const callFunction = `lab_silent=
lab_call() {
  lab_tool=$1 lab_config=$2 lab_seconds=$3
  shift 3
  if ! command -v "$lab_tool" >/dev/null 2>&1; then lab_code=127 lab_said="$lab_tool is not installed"
  elif [ ! -r "$lab_config" ]; then lab_code=127 lab_said="there is no $lab_config"
  elif [ "$lab_silent" = "$lab_config" ]; then lab_code=124 lab_said="the API server does not answer"
  else
    lab_code=0
    lab_said=$(timeout "$lab_seconds" "$@" 2>&1 >&3 3>&-) || lab_code=$?
    if [ "$lab_code" -eq 124 ]; then lab_silent=$lab_config lab_said="the API server does not answer"; fi
  fi
  printf '\\n${mark} %s %s\\n' "$lab_code" "$(printf '%s\\n' "$lab_said" | tail -n 1)"
}
`;

/** Reads what the script above prints, one answer per call. Throws InternalError on anything else. Pure. */
export function readToolAnswers(stdout: string, count: number): ToolAnswer[] {
  const answers: ToolAnswer[] = [];
  let output: string[] = [];
  for (const line of stdout.split("\n")) {
    const [, code, said = ""] = new RegExp(`^${mark} (\\d+) ?(.*)$`).exec(line) ?? [];
    if (code === undefined) {
      output.push(line);
      continue;
    }
    answers.push(
      code === "0"
        ? { kind: "answered", output: output.join("\n").trim() }
        : { kind: "unanswered", reason: reasonOf(said, code) },
    );
    output = [];
  }
  if (answers.length !== count)
    throw new InternalError(`${count} calls were made, and ${answers.length} answered`);
  return answers;
}

/** kubectl and helm begin with what matters least. */
function reasonOf(said: string, code: string): string {
  const reason = said.replace(/^(Error from server|Error|error): */, "").trim();
  return reason === "" ? `it ended with exit code ${code}` : reason;
}

/** The JSON of an answer; null where it is empty. Throws InternalError where it is none. */
export function answeredJson({ output }: Extract<ToolAnswer, { kind: "answered" }>): unknown {
  if (output === "") return null;
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new InternalError(`a tool answered with what is no JSON: ${output.slice(0, 200)}`, { cause });
  }
}
