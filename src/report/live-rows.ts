import type { Paint } from "./paint.ts";

/** How often rows are drawn; listr2 measures every row each time, which starves the run if done more often. */
const frameMs = 100;
/** What is over before this never pays for loading listr2. */
const graceMs = 200;

/** What is shown while something runs: a title beside a spinner, and rows below it. */
export interface LiveRows {
  /**
   * Replaces everything by `title`, which stays, marked as done or failed; what is `idle` and was not drawn by now leaves
   * nothing. Waits for no timer.
   */
  stop(title: string, outcome: "done" | "failed" | "idle"): Promise<void>;
}

/** Where to draw, and what: `rows` gives the title and what stands below it, cut at the terminal's width. */
interface LiveRowsOptions {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly paint: Paint;
  rows(): readonly string[];
}

/**
 * Draws on a terminal ten times a second until stopped; nothing in the first 0.2 s. What is written to `stdout` and
 * `stderr` meanwhile appears after the rows. Its timers keep no process alive.
 */
export function startLiveRows(options: LiveRowsOptions): LiveRows {
  let drawing: Promise<Drawing | null> | null = null;
  let stopped = false;
  const grace = setTimeout(() => {
    // Rows are a comfort: a run goes on where they cannot be drawn.
    drawing = startDrawing(options, () => stopped).catch(() => null);
  }, graceMs).unref();
  return {
    async stop(title, outcome) {
      stopped = true;
      clearTimeout(grace);
      const failed = outcome === "failed";
      const drawn = await drawing;
      if (drawn) await drawn.end(title, failed);
      else if (outcome !== "idle") {
        const mark = failed ? options.paint("red", "✖") : options.paint("green", "✔");
        options.stdout.write(`${mark} ${title}\n`);
      }
    },
  };
}

interface Drawing {
  end(title: string, failed: boolean): Promise<void>;
}

/** One listr2 task whose title holds all rows: sub-tasks could neither be replaced nor put in another order. */
async function startDrawing(
  { stdout, stderr, rows }: LiveRowsOptions,
  isStopped: () => boolean,
): Promise<Drawing | null> {
  const { Listr, ListrLogger, ProcessOutput } = await import("listr2");
  const { FrameClock } = await import("./frame-clock.ts");
  if (isStopped()) return null;

  const clock = new FrameClock(frameMs);
  const ended = Promise.withResolvers<{ readonly title: string; readonly failed: boolean }>();
  const processOutput = new ProcessOutput(stdout, stderr, { leaveEmptyLine: false });
  const listr = new Listr(
    {
      title: rows().join("\n"),
      task: async (_context, task) => {
        clock.onFrame = () => {
          task.title = rows().join("\n");
        };
        const { title, failed } = await ended.promise;
        clock.onFrame = null;
        task.title = title;
        if (failed) throw new Error(title);
      },
    },
    {
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: {
        formatOutput: "truncate",
        showErrorMessage: false,
        spinner: clock,
        logger: new ListrLogger({ useIcons: true, toStderr: [], processOutput }),
      },
    },
  );
  const run = listr.run();
  return {
    async end(title, failed) {
      ended.resolve({ title, failed });
      await run;
    },
  };
}
