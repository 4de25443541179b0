import { CommandError, ConnectionError, InternalError } from "../errors.ts";
import { NothingListens } from "../transport/explain-tunnel.ts";
import type { Reading } from "./reading.ts";

/**
 * Asks a source. What goes wrong becomes a failed reading with its reason; `deadline` is the signal that ends all asking
 * after `seconds`. Throws what is a bug of lab.
 */
export async function reading<Value>(
  ask: () => Promise<Value>,
  deadline: AbortSignal,
  seconds: number,
): Promise<Reading<Value>> {
  try {
    const value = await ask();
    return { kind: "read", value, at: Date.now() };
  } catch (error) {
    if (error instanceof InternalError) throw error;
    const isLate = deadline.aborted && !(error instanceof ConnectionError);
    return { kind: "failed", ...(isLate ? late(seconds) : explained(error)), last: null };
  }
}

type Why = Pick<Extract<Reading<unknown>, { kind: "failed" }>, "reason" | "hint" | "isUnreachable">;

function late(seconds: number): Why {
  return {
    reason: `did not answer within ${seconds} s`,
    hint: "--deadline gives more time",
    isUnreachable: true,
  };
}

function explained(error: unknown): Why {
  if (error instanceof ConnectionError) {
    const isUnreachable = !(error instanceof NothingListens);
    return { reason: error.message, hint: error.hint, isUnreachable };
  }
  if (error instanceof CommandError) {
    const said = error.stderr.trim().split("\n").at(-1) ?? "";
    return {
      reason: said === "" ? error.message : `${error.message}: ${said}`,
      hint: "",
      isUnreachable: false,
    };
  }
  return { reason: reasonOf(error), hint: "", isUnreachable: false };
}

/** The innermost cause says most: "fetch failed" is caused by a certificate, that by its date. Pure. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ConnectionError) return error.message;
  if (error.cause !== undefined) return reasonOf(error.cause);
  return error.message.split("\n")[0] ?? "";
}
