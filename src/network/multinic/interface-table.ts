import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, createConnection, type ResultSetHeader, type RowDataPacket } from "mysql2/promise";
import { InputError } from "../../errors.ts";
import { DatabaseAway } from "./database-away.ts";
import { fingerprintOf, type ReadRow, readRow } from "./table-row.ts";

/** How a database is reached. */
export interface TableAccess {
  /** mysql://user:password@host:3306/database */
  readonly url: string;
  /** How often a database that does not answer is tried again: after 1 s, 2 s, 4 s, … */
  readonly retries: number;
  readonly signal: AbortSignal;
}

/** What became of rows that were to be marked as set up. */
export interface Marked {
  readonly marked: readonly number[];
  /** Deleted or edited since they were read: they are left as they are. */
  readonly changed: readonly number[];
}

const connectTimeoutMs = 5_000;
const queryTimeoutMs = 10_000;

/** Rows that could never be set up come last, so that they do not keep the others out of the limit. */
const hardwareAddress = "^[0-9A-Fa-f]{2}([:-][0-9A-Fa-f]{2}){5}$";
const firstPauseMs = 1_000;

/**
 * The rows of `multi_interface` that wait for each of these nodes: not set up, not deleted, at most `limit`.
 * Throws DatabaseAway where nobody answers, and InputError where the database refuses the question.
 */
export function pendingRows(
  access: TableAccess,
  nodes: readonly { readonly name: string; readonly limit: number }[],
): Promise<ReadonlyMap<string, readonly ReadRow[]>> {
  return patiently(access, async (connection) => {
    const rows = new Map<string, readonly ReadRow[]>();
    for (const { name, limit } of nodes) {
      const [found] = await connection.query<RowDataPacket[]>({
        sql: `SELECT * FROM multi_interface
              WHERE netplan_success = 0 AND deleted_at IS NULL AND attached_node_name = ?
              ORDER BY macaddress NOT REGEXP ?, id LIMIT ?`,
        values: [name, hardwareAddress, limit],
        timeout: queryTimeoutMs,
      });
      rows.set(name, found.map(readRow));
    }
    return rows;
  });
}

/**
 * Marks rows of one node as set up, all in one transaction, but for those that are not any more what was read: what was
 * set up is then not what they ask for. Throws as pendingRows does; then none is marked.
 */
export function markRows(access: TableAccess, rows: readonly ReadRow[]): Promise<Marked> {
  return patiently(access, async (connection) => {
    await connection.beginTransaction();
    const ids = rows.map(({ id }) => id);
    const [found] = await connection.query<RowDataPacket[]>({
      sql: "SELECT * FROM multi_interface WHERE id IN (?) ORDER BY id FOR UPDATE",
      values: [ids],
      timeout: queryTimeoutMs,
    });
    const now = new Map(found.map((raw) => [Number(raw.id), fingerprintOf(raw)]));
    const marked = rows.flatMap(({ id, fingerprint }) => (now.get(id) === fingerprint ? [id] : []));
    if (marked.length > 0) {
      await connection.query<ResultSetHeader>({
        sql: "UPDATE multi_interface SET netplan_success = 1, modified_at = NOW() WHERE id IN (?)",
        values: [marked],
        timeout: queryTimeoutMs,
      });
    }
    await connection.commit();
    return { marked, changed: ids.filter((id) => !marked.includes(id)) };
  });
}

async function patiently<T>(
  { url, retries, signal }: TableAccess,
  action: (connection: Connection) => Promise<T>,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await once(url, action);
    } catch (error) {
      if (!isAway(error)) throw refused(error);
      if (tries >= retries || signal.aborted) throw away(error);
      await sleep(firstPauseMs * 2 ** tries, undefined, { signal }).catch(() => {});
    }
  }
}

async function once<T>(url: string, action: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await createConnection({
    uri: url,
    connectTimeout: connectTimeoutMs,
    dateStrings: true,
  });
  // An error between two queries is told by the next one.
  connection.on("error", () => {});
  try {
    return await action(connection);
  } finally {
    connection.destroy();
  }
}

/** Errors of the network, and of a server that starts, ends or has too much to do (its codes 1040, 1053, 1203, 1205, 1213). */
const passing = new Set([
  "ER_CON_COUNT_ERROR",
  "ER_SERVER_SHUTDOWN",
  "ER_TOO_MANY_USER_CONNECTIONS",
  "ER_LOCK_WAIT_TIMEOUT",
  "ER_LOCK_DEADLOCK",
]);

function isAway(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return false;
  return !error.code.startsWith("ER_") || passing.has(error.code);
}

function away(error: unknown): DatabaseAway {
  return new DatabaseAway({
    message: `the database of extra interfaces does not answer: ${saying(error)}`,
    hint: "start it, or check the host and the port of multinic_database_url",
  });
}

function refused(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return new InputError({
    message: `the database of extra interfaces refuses: ${saying(error)}`,
    hint: "check multinic_database_url, and the table multi_interface",
  });
}

function saying(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  return "code" in error ? String(error.code) : error.name;
}
