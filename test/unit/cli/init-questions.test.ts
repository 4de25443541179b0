import { describe, expect, it } from "vitest";
import { askForCluster } from "../../../src/cli/init-questions.ts";
import { defaultAnswers } from "../../../src/project/cluster-answers.ts";

/** Answers the questions with these lines, one after the other. */
async function interview(lines: readonly string[]) {
  const asked: string[] = [];
  const said: string[] = [];
  const left = [...lines];
  const ask = async (text: string) => {
    asked.push(text);
    return left.shift() ?? "";
  };
  return { answers: await askForCluster(ask, (line) => said.push(line)), asked, said };
}

describe("lab init --interactive", () => {
  it("takes the defaults, which it shows, for empty answers", async () => {
    const { answers, asked } = await interview([]);
    expect(answers).toEqual(defaultAnswers);
    expect(asked).toEqual([
      "Name of the cluster [demo]",
      "Control planes: a number, or their addresses with commas between [1]",
      "Workers: a number, or their addresses with commas between [2]",
      "User to log in as [admin]",
      "Private key to log in with [~/.ssh/id_ed25519]",
      "Addresses of pods [10.244.0.0/16]",
      "Addresses of services [10.96.0.0/16]",
    ]);
  });

  it("takes numbers and addresses of hosts", async () => {
    const { answers } = await interview(["prod", "192.0.2.1, 192.0.2.2 192.0.2.3", "0", "ops", "~/.ssh/lab"]);
    expect(answers).toEqual({
      ...defaultAnswers,
      name: "prod",
      controlPlanes: ["192.0.2.1", "192.0.2.2", "192.0.2.3"],
      workers: 0,
      user: "ops",
      key: "~/.ssh/lab",
    });
  });

  it("asks again after an answer that the inventory does not allow, and says why", async () => {
    const wrong = ["Prod", "prod", "0", "1", "10.0.0.300", "1", "", "", "10.96.0.0/12", "10.10.0.0/16"];
    const { answers, asked, said } = await interview(wrong);
    expect(answers).toMatchObject({ name: "prod", controlPlanes: 1, workers: 1, podCidr: "10.10.0.0/16" });
    expect(asked).toHaveLength(11);
    expect(said).toEqual([
      expect.stringContaining('the cluster name "Prod" must be lower-case'),
      expect.stringContaining("control plane"),
      '"10.0.0.300" is neither an IP address nor a DNS name',
      expect.stringContaining("10.96.0.0/16"),
    ]);
  });

  it("does not write a thousand hosts for a slip of the finger", async () => {
    const { said } = await interview(["", "10000", "3"]);
    expect(said).toEqual(["more than 1000 hosts need a file that is not typed in"]);
  });
});
