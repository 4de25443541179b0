import { aptPreamble } from "../resources/apt-script.ts";

/**
 * sh that installs the packages whose files these shell variables name. apt is asked, and not dpkg: it refuses what lacks a
 * dependency before anything is unpacked, and brings dependencies that the host's own sources offer. It takes a file for a
 * package only where its name ends in .deb.
 */
export function debScript(variables: readonly string[]): string {
  const moves = variables.map((name, index) => `mv "$${name}" "$lab_debs/${index}.deb" || exit 1`);
  return `${aptPreamble}
lab_debs=$(mktemp -d /tmp/.lab-debs.XXXXXX) || exit 1
(
trap 'rm -rf "$lab_debs"' EXIT
trap 'exit 143' HUP INT TERM
${moves.join("\n")}
lab_apt install -o APT::Install-Recommends=false --allow-downgrades --allow-change-held-packages "$lab_debs"/*.deb >"$lab_debs/said"
lab_code=$?
cat "$lab_debs/said"
if [ "$lab_code" != 0 ]; then
  sed -n 's/^ *\\([a-z0-9][a-z0-9.+-]*\\) : \\(Pre\\)\\{0,1\\}Depends: \\(.*\\)$/\\1 needs \\3: put that into the bundle, too, or into the sources of the host/p' \\
    "$lab_debs/said" >&2
fi
exit "$lab_code"
)`;
}
