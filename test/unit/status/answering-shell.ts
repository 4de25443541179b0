import type { TunnelShell } from "../../../src/transport/transport.ts";

/** A shell that answers probes with recorded output, by their names, and fails on one that nobody expected. */
export function answeringShell(
  recorded: Readonly<Record<string, string>>,
  connect: TunnelShell["connect"],
): TunnelShell {
  let frames = 0;
  const refuse = (): never => {
    throw new Error("nobody expected this of a status");
  };
  return {
    get frames() {
      return frames;
    },
    hold: refuse,
    upload: refuse,
    connect,
    close: () => Promise.resolve(),
    run({ kind, script }) {
      if (kind !== "probe") refuse();
      frames += 1;
      const [, mark = ""] = /'(lab-[0-9a-f]+)'/.exec(script) ?? [];
      const names = [...script.matchAll(/^lab_mark 'begin (.*)'$/gm)].map(([, name = ""]) => name);
      const parts = names.map((name) => {
        const text = recorded[name.replace("probe ", "")];
        if (text === undefined) throw new Error(`nobody expected ${name}`);
        return `\n${mark} begin ${name}\n${text}\n${mark} end 0\n`;
      });
      const stderr = names.map((name) => `\n${mark} begin ${name}\n\n${mark} end 0\n`).join("");
      return Promise.resolve({
        exitCode: 0,
        stdout: parts.join(""),
        stderr,
        truncated: false,
        timedOut: false,
      });
    },
  };
}
