import { describe, expect, it } from "vitest";
import { aptSettingsToFollow } from "../../../src/sandbox/apt-settings.ts";

const dump = `APT::Architecture "amd64";
Acquire::http::Proxy "http://proxy.example:3142";
Acquire::http::Proxy::local.example "DIRECT";
Acquire::Check-Valid-Until "false";
Acquire::Languages "";
Acquire::Languages:: "none";
Acquire::IndexTargets::deb::Packages "";
`;

describe("aptSettingsToFollow", () => {
  it("keeps how sources are reached, and no more", () => {
    expect(aptSettingsToFollow(dump, {})).toEqual([
      'Acquire::http::Proxy "http://proxy.example:3142";',
      'Acquire::http::Proxy::local.example "DIRECT";',
      'Acquire::Check-Valid-Until "false";',
      'Acquire::Languages:: "none";',
    ]);
  });

  it("turns a proxy of the environment into a setting, unless apt has one", () => {
    const environment = { http_proxy: "http://other.example:80", https_proxy: "http://other.example:81" };
    const settings = aptSettingsToFollow(dump, environment);
    expect(settings).toContain('Acquire::https::Proxy "http://other.example:81";');
    expect(settings).not.toContain('Acquire::http::Proxy "http://other.example:80";');
  });
});
