const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of "500ms", "30s", "1.5m", "1h"; a number alone counts seconds. Null for any other text, and for zero. */
export function durationMs(text: string): number | null {
  const [, digits, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (unitMs[unit] ?? Number.NaN);
  return Number.isFinite(ms) && ms >= 1 ? Math.round(ms) : null;
}

/** The share that "10%" or "0.1" says, from 0 up to, but not including, 1; null for any other text. */
export function share(text: string): number | null {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%)?$/.exec(text.trim()) ?? [];
  const value = Number(digits) / (percent ? 100 : 1);
  return value >= 0 && value < 1 ? value : null;
}
