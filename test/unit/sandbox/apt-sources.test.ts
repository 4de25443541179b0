import { describe, expect, it } from "vitest";
import {
  keyringsOf,
  parseDeb822,
  parseOneLine,
  renderSources,
  sourcesOfRelease,
} from "../../../src/sandbox/apt-sources.ts";

const debian = `Types: deb deb-src
# a snapshot
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: https://tools.example/apt
Suites: bookworm
Components: stable
Signed-By: /etc/apt/keyrings/tools.asc
`;

describe("sourcesOfRelease", () => {
  it("keeps the release's own suites and leaves out third parties, as a .sources file", () => {
    const own = sourcesOfRelease(parseDeb822(debian), "bookworm");
    expect(renderSources(own)).toBe(`Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`);
    expect(keyringsOf(own)).toEqual(["/usr/share/keyrings/debian-archive-keyring.gpg"]);
  });

  it("takes one-line sources with their options", () => {
    const text = `# deb http://mirror.example/ubuntu noble main
deb [arch=amd64,arm64 signed-by=/k.gpg] http://mirror.example/ubuntu noble-security main universe # why
deb-src http://mirror.example/ubuntu noble main
deb cdrom:[Ubuntu]/ noble main
deb file:/srv/mirror noble main
`;
    expect(renderSources(sourcesOfRelease(parseOneLine(text), "noble"))).toBe(`Types: deb
URIs: http://mirror.example/ubuntu
Suites: noble-security
Components: main universe
Architectures: amd64 arm64
Signed-By: /k.gpg
`);
  });

  it("leaves out disabled sources", () => {
    expect(sourcesOfRelease(parseDeb822(`Enabled: no\n${debian}`), "bookworm")).toEqual([]);
  });

  it("keeps keys that are written out in the source, which are no files", () => {
    const key = "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINB\n -----END PGP PUBLIC KEY BLOCK-----";
    const text = `Types: deb\nURIs: http://mirror.example/\nSuites: bookworm\nComponents: main\nSigned-By:${key}\n`;
    const own = sourcesOfRelease(parseDeb822(text), "bookworm");
    expect(renderSources(own)).toContain(`Signed-By: ${key}\n`);
    expect(keyringsOf(own)).toEqual([]);
  });
});
