// Makes a stand-in leave behind how long it took: its name, its first word and milliseconds since its start, one line a call.
import { appendFileSync } from "node:fs";

const [, , called = "", word = ""] = process.argv;
if (/^(kubeadm|kubectl)@/.test(called)) {
  process.on("exit", () => {
    appendFileSync("/var/log/lab-stand-ins/durations", `${called} ${word} ${performance.now().toFixed(1)}\n`);
  });
}
