import { writeFileSync } from "node:fs";

// Loaded into lab by a test: tells how much memory it took at most, in KiB.
process.on("exit", () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));
