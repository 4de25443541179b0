import { createInterface } from "node:readline";
import { InputError } from "../errors.ts";

/** Reads the engine's report on an import or a build to its end. Throws InputError with the error that it names. */
export async function readEngineStream(stream: NodeJS.ReadableStream, doing: string): Promise<void> {
  for await (const line of createInterface({ input: stream })) {
    const report: unknown = line.trim() === "" ? null : JSON.parse(line);
    if (typeof report === "object" && report !== null && "error" in report) {
      throw new InputError({ message: `${doing} failed: ${String(report.error)}` });
    }
  }
}
