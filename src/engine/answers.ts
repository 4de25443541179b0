import { randomBytes } from "node:crypto";
import { CommandError } from "../errors.ts";
import type { Probe, ProbeKind } from "../resources/probe.ts";
import type { FramePart, PartOutput } from "./frame-script.ts";
import { openSeal, sealScript } from "./sealed-answer.ts";

/** States of a host, by the key of the probe that asked for them. */
export type Answers = Map<string, unknown>;

/** A fresh separator for the parts of a frame: 128 random bits. */
export function newMark(): string {
  return `lab-${randomBytes(16).toString("hex")}`;
}

/** Probes of one frame, by kind; each question once. */
function byKind(probes: readonly Probe[]): Map<ProbeKind, Map<string, Probe>> {
  const kinds = new Map<ProbeKind, Map<string, Probe>>();
  for (const probe of probes) {
    const ofKind = kinds.get(probe.kind) ?? new Map<string, Probe>();
    ofKind.set(probe.key, probe);
    kinds.set(probe.kind, ofKind);
  }
  return kinds;
}

/** Time that a host has to answer the probes of one kind. */
export const probeTimeoutMs = 60_000;

/**
 * What the answers to the probes of one kind may come to: some hundred files of the largest size that is sent. It is
 * there for a host that has gone mad: answers are of no use when part of them is missing.
 */
const answerLimitBytes = 64 * 1024 * 1024;

/** The parts of a frame that ask all of `probes`: one script per kind, sealed where a seal is given. */
export function probeParts(probes: readonly Probe[], seal: string | null): FramePart[] {
  const script = (kind: ProbeKind, asked: ReadonlyMap<string, Probe>): string =>
    kind.script([...asked.values()].map((probe) => probe.query));
  return [...byKind(probes)].map(([kind, asked]) => ({
    name: `probe ${kind.name}`,
    script: seal === null ? script(kind, asked) : sealScript(script(kind, asked), seal),
    mustSucceed: false,
    timeoutMs: probeTimeoutMs,
    outputLimitBytes: answerLimitBytes,
  }));
}

/**
 * Reads the answers to `probes` out of a frame's output; those of which the seal is broken are missing. Throws
 * CommandError when a probe's script failed.
 */
export function readAnswers(
  probes: readonly Probe[],
  parts: ReadonlyMap<string, PartOutput>,
  seal: string | null,
): Answers {
  const answers: Answers = new Map();
  for (const [kind, asked] of byKind(probes)) {
    const printed = parts.get(`probe ${kind.name}`);
    const opened = seal !== null && printed?.exitCode === 0 ? openSeal(printed.stdout, seal) : printed;
    if (opened === null) continue;
    const part = printed && { ...printed, ...opened };
    if (part?.exitCode !== 0) {
      const output = {
        exitCode: part?.exitCode ?? 255,
        stdout: part?.stdout ?? "",
        stderr: part?.stderr ?? "",
      };
      const why = part?.exitCode === null ? `did not say within ${probeTimeoutMs / 1000} s` : "could not say";
      throw new CommandError(`the host ${why} what state it is in (${kind.name})`, output);
    }
    if (/\n\[\.\.\. \d+ bytes left out \.\.\.\]\n/.test(part.stdout)) {
      const limit = `${answerLimitBytes / 1024 / 1024} MiB`;
      const output = { exitCode: 0, stdout: "", stderr: part.stderr };
      throw new CommandError(`the host said more than ${limit} about its state (${kind.name})`, output);
    }
    const list = [...asked.values()];
    const states = kind.parse(
      part.stdout,
      list.map((probe) => probe.query),
    );
    for (const [index, probe] of list.entries()) answers.set(probe.key, states[index]);
  }
  return answers;
}
