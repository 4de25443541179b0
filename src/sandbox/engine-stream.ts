import { createInterface } from "node:readline";
import { InputError } from "../errors.ts";

const linesKept = 15;

/**
 * Reads the engine's report on an import or a build (one JSON object a line) to its end. Throws InputError with the
 * error that it names and the last lines before it.
 */
export async function readEngineStream(stream: NodeJS.ReadableStream, doing: string): Promise<void> {
  const printed: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    const report: unknown = line.trim() === "" ? null : JSON.parse(line);
    if (typeof report !== "object" || report === null) continue;
    if ("stream" in report && String(report.stream).trim() !== "")
      printed.push(String(report.stream).trimEnd());
    if ("error" in report) {
      const context = [...printed.slice(-linesKept), String(report.error)].join("\n");
      throw new InputError({ message: `${doing} failed: ${context}` });
    }
  }
}
