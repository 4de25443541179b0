/**
 * sh for a Debian host: writes the address of its own package mirror to /srv/mirror.list, which apt reads as
 * `mirror+file:/srv/mirror.list` (apt-transport-mirror(1)).
 */
export const ownMirror =
  "sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/0000os.sources | head -n 1 >/srv/mirror.list";
