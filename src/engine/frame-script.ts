import { InternalError } from "../errors.ts";
import type { FrameStage } from "../transport/transport.ts";

/** One part of a frame: a script in a subshell of its own, so that parts cannot disturb each other. */
export interface FramePart {
  /** Unique within the frame; letters, digits and spaces. */
  readonly name: string;
  /** POSIX sh. */
  readonly script: string;
  /** What follows is left out when this part exits with a non-zero status. */
  readonly mustSucceed: boolean;
  readonly timeoutMs: number;
  /** Of what it prints to one stream, the middle is left out when it exceeds this. */
  readonly outputLimitBytes: number;
}

/** What one part printed. */
export interface PartOutput {
  readonly name: string;
  /** null when the part was ended before it could exit. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Joins parts into the script of one frame. `mark` is random, so that no output of a part can pass for the line that
 * separates parts.
 */
export function frameScript(parts: readonly FramePart[], mark: string): string {
  const lines = [
    `lab_mark() { printf '\\n%s %s\\n' '${mark}' "$1"; printf '\\n%s %s\\n' '${mark}' "$1" >&2; }`,
  ];
  for (const part of parts) {
    lines.push(
      `lab_mark 'begin ${part.name}'`,
      "(",
      part.script,
      ")",
      "lab_exit=$?",
      'lab_mark "end $lab_exit"',
    );
    if (part.mustSucceed) lines.push('[ "$lab_exit" -eq 0 ] || exit 0');
  }
  return `${lines.join("\n")}\n`;
}

/** The limits of the parts, as the transport watches over them. */
export function frameStages(parts: readonly FramePart[], mark: string): FrameStage[] {
  return parts.map(({ name, timeoutMs, outputLimitBytes }) => ({
    mark: `${mark} begin ${name}`,
    timeoutMs,
    outputLimitBytes,
  }));
}

/** Takes apart what a frame printed. A part that was never reached is missing. */
export function splitFrame(stdout: string, stderr: string, mark: string): ReadonlyMap<string, PartOutput> {
  const errors = splitStream(stderr, mark);
  const parts = new Map<string, PartOutput>();
  for (const [name, { text, exitCode }] of splitStream(stdout, mark)) {
    parts.set(name, { name, exitCode, stdout: text, stderr: errors.get(name)?.text ?? "" });
  }
  return parts;
}

interface StreamPart {
  readonly text: string;
  readonly exitCode: number | null;
}

function splitStream(stream: string, mark: string): Map<string, StreamPart> {
  const parts = new Map<string, StreamPart>();
  const pieces = stream.split(`\n${mark} `);
  let open: string | null = null;
  let text = "";
  for (const piece of pieces.slice(1)) {
    const lineEnd = piece.indexOf("\n");
    const said = lineEnd < 0 ? piece : piece.slice(0, lineEnd);
    const rest = lineEnd < 0 ? "" : piece.slice(lineEnd + 1);
    if (said.startsWith("begin ")) {
      open = said.slice("begin ".length);
      text = rest;
      parts.set(open, { text, exitCode: null });
    } else if (said.startsWith("end ") && open !== null) {
      parts.set(open, { text, exitCode: Number(said.slice("end ".length)) });
      open = null;
    } else {
      throw new InternalError(`a frame printed an unknown mark: ${said}`);
    }
  }
  return parts;
}

/**
 * Passes on what parts print while it arrives, line by line, and leaves out the marks between them: also the line end
 * that precedes each mark, for which an empty line is held back until the next one is there.
 */
export function partLines(
  mark: string,
  onLine: (line: string, part: string) => void,
): (line: string) => void {
  let part: string | null = null;
  let isHolding = false;
  return (line) => {
    const isMark = line.startsWith(`${mark} `);
    if (isHolding && !isMark && part !== null) onLine("", part);
    isHolding = line === "";
    if (isMark) {
      const said = line.slice(mark.length + 1);
      part = said.startsWith("begin ") ? said.slice("begin ".length) : null;
    } else if (!isHolding && part !== null) {
      onLine(line, part);
    }
  };
}
