import type { RunEvent } from "../engine/event.ts";
import type { InputProblem } from "../errors.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { markRows, pendingRows, type TableAccess } from "../network/multinic/interface-table.ts";
import { rowTaskName } from "../network/multinic/row.ts";
import type { ReadRow } from "../network/multinic/table-row.ts";

/** A host whose extra interfaces stand in a database. */
export interface TableHost {
  readonly host: string;
  readonly limit: number;
  readonly access: TableAccess;
}

/** The variable that a play finds the rows of its host in. */
export const rowsVariable = "multinic_rows";

/** What became of the rows of a run. */
export interface Settled {
  readonly problems: readonly InputProblem[];
  /** The database could not be told. */
  readonly isAway: boolean;
}

interface Settling {
  readonly access: TableAccess;
  readonly rows: readonly ReadRow[];
  /** Rows whose interfaces are set up, and which the database does not know of yet. */
  done: readonly ReadRow[];
}

/**
 * The rows of a run: read before it, among the variables of its hosts while it goes on, and marked once the tasks of a host
 * have ended.
 */
export class InterfaceRows {
  readonly #hosts: ReadonlyMap<string, Settling>;
  readonly #writes: Promise<Settled>[] = [];

  /** Throws DatabaseAway and InputError. Cost: a connection for each database, a query for each host. */
  static async read(hosts: readonly TableHost[]): Promise<InterfaceRows> {
    const settling = new Map<string, Settling>();
    const byUrl = Map.groupBy(hosts, ({ access }) => access.url);
    for (const [first, ...others] of byUrl.values()) {
      if (!first) continue;
      const { access } = first;
      const nodes = [first, ...others].map(({ host, limit }) => ({ name: host, limit }));
      for (const [host, rows] of await pendingRows(access, nodes)) {
        settling.set(host, { access, rows, done: [] });
      }
    }
    return new InterfaceRows(settling);
  }

  constructor(hosts: ReadonlyMap<string, Settling>) {
    this.#hosts = hosts;
  }

  /** An inventory whose hosts have their rows. */
  withRows(inventory: Inventory): Inventory {
    const hosts = [...inventory.hosts].map(([name, host]) => {
      const settling = this.#hosts.get(name);
      if (!settling) return [name, host] as const;
      const value = settling.rows.map(({ fingerprint: _, ...row }) => row);
      const text = "multi_interface";
      const location = { file: "database", line: 1, column: 1, length: text.length, text };
      const vars = { ...host.vars, [rowsVariable]: { value, location, shadows: [] } };
      return [name, { ...host, vars }] as const;
    });
    return { ...inventory, hosts: new Map(hosts) };
  }

  /** Takes what happens in the run. */
  handle(event: RunEvent): void {
    if (!("host" in event)) return;
    const settling = this.#hosts.get(event.host);
    if (!settling) return;
    if (event.kind === "task-end" && (event.outcome === "ok" || event.outcome === "changed")) {
      const row = settling.rows.find((one) => event.role === "multinic" && event.task === rowTaskName(one));
      if (row) settling.done = [...settling.done, row];
    }
    // What is taken back is not set up; such a host has all its rows done again next time.
    if (event.kind === "undo") settling.done = [];
    if (event.kind === "host-end") this.#mark(event.host, settling);
  }

  /** Settles once every row is marked that can be, and tells what went wrong. Never rejects. */
  async finish(): Promise<Settled> {
    for (const [host, settling] of this.#hosts) this.#mark(host, settling);
    const settled = await Promise.all(this.#writes);
    return {
      problems: settled.flatMap(({ problems }) => problems),
      isAway: settled.some(({ isAway }) => isAway),
    };
  }

  #mark(host: string, settling: Settling): void {
    const { done, access } = settling;
    settling.done = [];
    if (done.length > 0) this.#writes.push(mark(host, access, done));
  }
}

async function mark(host: string, access: TableAccess, rows: readonly ReadRow[]): Promise<Settled> {
  try {
    const { changed } = await markRows(access, rows);
    const problems = changed.map((id) => ({
      message: `row ${id} of ${host} was changed while its interface was set up, so it is left as it is`,
    }));
    return { problems, isAway: false };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `what was set up on ${host} is not in the database: ${why}`;
    const hint = "the rows stay as they are; the next run finds the interfaces set up, and marks them";
    return { problems: [{ message, hint }], isAway: true };
  }
}
