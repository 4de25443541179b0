import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import type { BatchSize } from "./compiled-play.ts";
import { type EarlyVariables, noValue, renderEarly } from "./render-early.ts";
import { type Site, within } from "./site.ts";
import { isPending } from "./value-template.ts";

/** The batches of `serial`; what its templates come to is checked, and empty where nothing is written. */
export function batchSizes(
  written: unknown,
  site: Site,
  early: EarlyVariables,
  problems: InputProblem[],
): BatchSize[] {
  if (written === undefined) return [];
  const value = renderEarly(written, site, early, problems);
  if (Array.isArray(value)) {
    const at = (index: number): Site => (Array.isArray(written) ? within(site, index) : site);
    return value.flatMap((entry: unknown, index) =>
      one(entry, at(index), isPending(written) || isPending(entry), early, problems),
    );
  }
  return one(value, site, isPending(written), early, problems);
}

/** What is wrong with a size that is no template is said by the schema. */
function one(
  written: unknown,
  site: Site,
  isRendered: boolean,
  early: EarlyVariables,
  problems: InputProblem[],
): BatchSize[] {
  const value = renderEarly(written, site, early, problems);
  if (value === noValue) return [];
  const size = sizeOf(value);
  if (size !== null) return [size];
  if (!isRendered) return [];
  problems.push({
    message: `a batch of ${JSON.stringify(value)} hosts cannot be`,
    location: site.source.locate(site.path),
    hint: 'write a whole number from 1 on, or a share from "1%" to "100%"',
  });
  return [];
}

function sizeOf(value: unknown): BatchSize | null {
  const text = asText(value);
  if (/^[1-9]\d*$/.test(text)) return { kind: "hosts", count: Number(text) };
  const [, percent] = /^(100|[1-9]\d?(?:\.\d+)?)%$/.exec(text) ?? [];
  return percent === undefined ? null : { kind: "percent", percent: Number(percent) };
}

/** The share of hosts that may fail, in percent; null where nothing is written. */
export function failPercentage(
  written: unknown,
  site: Site,
  early: EarlyVariables,
  problems: InputProblem[],
): number | null {
  if (written === undefined) return null;
  const value = renderEarly(written, site, early, problems);
  if (value === noValue) return null;
  const share = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof share === "number" && share >= 0 && share <= 100) return share;
  if (!isPending(written)) return null;
  problems.push({
    message: `"max_fail_percentage" must be a number from 0 to 100, not ${JSON.stringify(value)}`,
    location: site.source.locate(site.path),
  });
  return null;
}
