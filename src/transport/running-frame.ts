import { FrameReader } from "./frame-reader.ts";
import { LineSplitter } from "./line-splitter.ts";
import { StagedOutput } from "./staged-output.ts";
import type { Frame, FrameResult, FrameStage } from "./transport.ts";

type StreamName = "stdout" | "stderr";

/** Reads what one frame prints until both end markers have come. */
export class RunningFrame {
  readonly ended: Promise<void>;
  readonly #streams: Record<StreamName, FrameStream>;
  #resolve: () => void = () => {};
  #begun: () => void = () => {};
  /** Settles when the script has begun to run on the host. */
  readonly started: Promise<void>;
  #failure: { readonly error: unknown } | null = null;

  /** `onStage` is called as each stage begins. */
  constructor(
    frame: Frame,
    nonce: string,
    outputLimitBytes: number,
    onStage: (stage: FrameStage) => void = () => {},
  ) {
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.started = new Promise((resolve) => {
      this.#begun = resolve;
    });
    const { onLine, stages = [] } = frame;
    const stream = (name: StreamName, output: StagedOutput) =>
      new FrameStream(nonce, output, onLine && ((line) => this.#deliver(() => onLine(line, name))));
    this.#streams = {
      stdout: stream("stdout", new StagedOutput(outputLimitBytes, stages, onStage)),
      stderr: stream("stderr", new StagedOutput(outputLimitBytes, stages)),
    };
  }

  /** The leader of the script's process group on the host; null until it has begun. */
  get pid(): number | null {
    return this.#streams.stdout.reader.pid;
  }

  push(stream: StreamName, chunk: Buffer): void {
    const { stdout, stderr } = this.#streams;
    this.#streams[stream].reader.push(chunk);
    if (this.pid !== null) this.#begun();
    if (stdout.reader.exitCode !== null && stderr.reader.exitCode !== null) this.#resolve();
  }

  /** To be asked once, after `ended`. Throws what `onLine` threw. */
  result(timedOut: boolean): FrameResult {
    const { stdout, stderr } = this.#streams;
    const exitCode = stdout.reader.exitCode ?? 0;
    for (const stream of [stdout, stderr]) stream.lines?.end();
    if (this.#failure) throw this.#failure.error;
    return {
      // A script that catches the signal and ends with 0 was ended by lab all the same.
      exitCode: timedOut && exitCode === 0 ? 143 : exitCode,
      stdout: stdout.output.text(),
      stderr: stderr.output.text(),
      truncated: stdout.output.truncated || stderr.output.truncated,
      timedOut,
    };
  }

  /** What a listener throws must fail its frame, not the process whose socket is being read. */
  #deliver(call: () => void): void {
    try {
      call();
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}

class FrameStream {
  readonly reader: FrameReader;
  readonly output: StagedOutput;
  readonly lines: LineSplitter | undefined;

  constructor(nonce: string, output: StagedOutput, onLine: ((line: string) => void) | undefined) {
    this.output = output;
    this.lines = onLine && new LineSplitter(onLine);
    this.reader = new FrameReader(nonce, (chunk) => {
      this.output.push(chunk);
      this.lines?.push(chunk);
    });
  }
}
