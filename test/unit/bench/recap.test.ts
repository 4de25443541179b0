import { describe, expect, it } from "vitest";
import { checkNothingChanged, parseRecap } from "../../bench/recap.ts";

const lab = `site.yaml, 2 hosts

cp1     : ok=25 changed=0 failed=0 skipped=0 deferred=0 unreachable=0 frames=1  0.33s
worker1 : ok=25 changed=0 failed=0 skipped=0 deferred=0 unreachable=0 frames=2  0.35s

nothing changed on 2 hosts · 0.41s
`;

const ansible = `TASK [Run sshd] ****
ok: [cp1]

PLAY RECAP ****
cp1                        : ok=25   changed=0    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   
worker1                    : ok=25   changed=0    unreachable=0    failed=0    skipped=0    rescued=0    ignored=0   
`;

describe("the recap", () => {
  it.each([
    ["lab", lab],
    ["Ansible", ansible],
  ])("of %s is understood", (_, output) => {
    expect(parseRecap(output).map(({ host }) => host)).toEqual(["cp1", "worker1"]);
    expect(() => checkNothingChanged(output, 2, 25)).not.toThrow();
  });

  it("says how many frames a host took", () => {
    expect(parseRecap(lab)[1]?.counters.get("frames")).toBe(2);
  });

  it.each([
    ["changed something", lab.replace("ok=25 changed=0", "ok=24 changed=1")],
    [
      "skipped something",
      lab.replace("ok=25 changed=0 failed=0 skipped=0", "ok=24 changed=0 failed=0 skipped=1"),
    ],
    ["lost a host on the way", ansible.replace("unreachable=0", "unreachable=1")],
    ["forgot a host", ansible.replace(/^worker1.*$/m, "")],
    ["printed no recap", ""],
  ])("does not pass for unchanged when a run %s", (_, output) => {
    expect(() => checkNothingChanged(output, 2, 25)).toThrow();
  });
});
