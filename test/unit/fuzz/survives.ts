import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";

/** Seconds of processor time that one input may cost. */
const secondsAllowed = 1;

/** Reads an input: returns when it is valid, and throws InputError when it is not. */
export type Check = (text: string) => unknown;

/** Why an input is not dealt with as it should be; null when it is valid or refused with messages. */
export async function complaintAbout(text: string, check: Check): Promise<string | null> {
  const complaint = await attempt(text, check);
  // Collecting what came before may fall on any input: one that is slow by itself is slow again.
  return complaint?.startsWith("slow") ? attempt(text, check) : complaint;
}

async function attempt(text: string, check: Check): Promise<string | null> {
  const before = process.cpuUsage();
  try {
    await check(text);
  } catch (error) {
    if (!(error instanceof InputError)) {
      return error instanceof Error
        ? `${error.name}: ${error.message}\n${placesOf(error)}`
        : `threw ${String(error)}`;
    }
    if (error.problems.length === 0) return "refused without a word";
    if (!/error: \S/.test(printProblems(error.problems))) return "refused without a message";
  }
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return seconds > secondsAllowed ? `slow: ${seconds.toFixed(1)} s` : null;
}

function placesOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter((line) => line.includes("/src/"))
    .slice(0, 6)
    .join("\n");
}

const attemptsAtMost = 300;
const lengthShown = 3000;

/** A shorter text that gives rise to the same complaint: lines, then characters are left out as long as it does. */
export async function shortened(text: string, check: Check): Promise<string> {
  const kind = kindOf(await complaintAbout(text, check));
  let shortest = text;
  let attempts = 0;
  const remains = async (candidate: string): Promise<boolean> => {
    attempts += 1;
    return attempts <= attemptsAtMost && kindOf(await complaintAbout(candidate, check)) === kind;
  };
  for (const separator of ["\n", ""]) {
    let parts = shortest.split(separator);
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < parts.length; ) {
        const rest = parts.toSpliced(at, size);
        if (await remains(rest.join(separator))) parts = rest;
        else at += size;
      }
    }
    shortest = parts.join(separator);
  }
  return shortest.length > lengthShown ? `${shortest.slice(0, lengthShown)}…` : shortest;
}

function kindOf(complaint: string | null): string | undefined {
  return complaint?.split(/[:\n]/, 1)[0];
}
