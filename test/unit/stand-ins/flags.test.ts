import { describe, expect, it } from "vitest";
import { flagSets, parseFlags } from "../../stand-ins/core/flags.ts";
import { globalFlags, initFlags, mixedWithConfig, resetFlags } from "../../stand-ins/kubeadm/flags.ts";
import { kubeletFlags } from "../../stand-ins/kubelet/flags.ts";

const init = flagSets(globalFlags, initFlags);

describe("flags as pflag reads them", () => {
  it("takes values behind a space and behind =, and flags anywhere", () => {
    const flags = parseFlags(["--config", "a.yaml", "x", "--skip-phases=addon/coredns,certs", "--v=5"], init);
    expect(flags.text("config")).toBe("a.yaml");
    expect(flags.list("skip-phases")).toEqual(["addon/coredns", "certs"]);
    expect(flags.operands).toEqual(["x"]);
  });

  it.each([
    [["--bogus"], "unknown flag: --bogus"],
    [["-x"], "unknown shorthand flag: 'x' in -x"],
    [["--config"], "flag needs an argument: --config"],
    [
      ["--upload-certs=maybe"],
      'invalid argument "maybe" for "--upload-certs" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
    ],
    [["--token-ttl=soon"], 'invalid argument "soon" for "--token-ttl" flag: time: invalid duration "soon"'],
  ])("refuses %j", (argv, message) => {
    expect(() => parseFlags(argv, init)).toThrow(message);
  });

  it("reads letters that stand together", () => {
    expect(parseFlags(["-f"], resetFlags).isSet("force")).toBe(true);
  });

  it("refuses what a release has no more", () => {
    const argv = ["--pod-infra-container-image=registry.k8s.io/pause:3.10"];
    expect(parseFlags(argv, kubeletFlags(34)).given).toEqual(["pod-infra-container-image"]);
    expect(() => parseFlags(argv, kubeletFlags(35))).toThrow("unknown flag: --pod-infra-container-image");
  });
});

describe("flags beside --config", () => {
  it("names those that cannot be mixed", () => {
    expect(mixedWithConfig(["config", "certificate-key", "upload-certs", "pod-network-cidr"])).toEqual([
      "certificate-key",
      "pod-network-cidr",
    ]);
  });

  it("lets others be", () => {
    expect(mixedWithConfig(["config", "skip-token-print", "ignore-preflight-errors", "v"])).toEqual([]);
    expect(mixedWithConfig(["certificate-key"])).toEqual([]);
  });
});
