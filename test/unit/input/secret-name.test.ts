import { describe, expect, it } from "vitest";
import { isSecretName, maskSecrets } from "../../../src/input/secret-name.ts";

describe("isSecretName", () => {
  it.each(["password", "ssh_password", "ansible_become_pass", "join-token", "client_secret"])(
    "%s is one",
    (name) => {
      expect(isSecretName(name)).toBe(true);
    },
  );
  it.each(["passive", "token_ttl", "secretary", "bypass", "compass"])("%s is none", (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe("maskSecrets", () => {
  it.each([
    ['  "ssh_password": "admin",', '  "ssh_password": "*****",'],
    ["token: abc.def", "token: *******"],
    ['{"a":1,"password":"a\\"b","c":2}', '{"a":1,"password":"****","c":2}'],
    ["- { user: x, pass: 'y z', uid: 3 }", "- { user: x, pass: '***', uid: 3 }"],
    ["password: '{{ vault.db }}'", "password: '{{ vault.db }}'"],
    ["dsn: !secret a, b", "dsn: !secret ****"],
    ["- !secret 'a b'", "- !secret *****"],
    ["pass: !secret 12", "pass: **********"],
    ["secretary: Ann", "secretary: Ann"],
  ])("%s", (line, masked) => {
    expect(maskSecrets(line)).toBe(masked);
  });
});
