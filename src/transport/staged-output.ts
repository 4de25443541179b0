import { BoundedOutput } from "./bounded-output.ts";
import { startOfMark } from "./frame-reader.ts";
import type { FrameStage } from "./transport.ts";

/** Keeps what one stream of a frame prints; each stage is bounded by itself, so that none crowds out another. */
export class StagedOutput {
  readonly #stages: readonly FrameStage[];
  readonly #onStage: (stage: FrameStage) => void;
  readonly #outputs: BoundedOutput[];
  #current: BoundedOutput;
  #carry: Buffer = Buffer.alloc(0);
  #begun = 0;

  /** `limitBytes` is for what comes before the first stage. */
  constructor(
    limitBytes: number,
    stages: readonly FrameStage[],
    onStage: (stage: FrameStage) => void = () => {},
  ) {
    this.#current = new BoundedOutput(limitBytes);
    this.#outputs = [this.#current];
    this.#stages = stages;
    this.#onStage = onStage;
  }

  get truncated(): boolean {
    return this.#outputs.some((output) => output.truncated);
  }

  push(chunk: Buffer): void {
    let data = this.#carry.length === 0 ? chunk : Buffer.concat([this.#carry, chunk]);
    this.#carry = Buffer.alloc(0);
    for (let stage = this.#stages[this.#begun]; stage; stage = this.#stages[this.#begun]) {
      const mark = Buffer.from(`\n${stage.mark}\n`);
      const at = data.indexOf(mark);
      if (at < 0) {
        const certain = data.length - startOfMark(data, mark);
        this.#current.push(data.subarray(0, certain));
        this.#carry = data.subarray(certain);
        return;
      }
      this.#current.push(data.subarray(0, at));
      data = data.subarray(at);
      this.#begin(stage);
    }
    this.#current.push(data);
  }

  /** To be asked once, when nothing more comes. */
  text(): string {
    this.#current.push(this.#carry);
    return this.#outputs.map((output) => output.text()).join("");
  }

  #begin(stage: FrameStage): void {
    this.#begun += 1;
    this.#current = new BoundedOutput(stage.outputLimitBytes);
    this.#outputs.push(this.#current);
    this.#onStage(stage);
  }
}
