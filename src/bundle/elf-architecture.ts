/** Bytes at the beginning of a file that tell what it is. */
export const elfHeaderBytes = 20;

const machines: Readonly<Record<number, string>> = {
  3: "386",
  40: "arm",
  62: "amd64",
  183: "arm64",
  243: "riscv64",
};

/**
 * The architecture that a program was built for, by the first bytes of its file; null where that is no ELF file. Pure.
 * Source: System V ABI, ELF header, e_machine.
 */
export function elfArchitecture(head: Buffer): string | null {
  if (head.length < elfHeaderBytes || head.toString("latin1", 0, 4) !== "\x7fELF") return null;
  const machine = head[5] === 2 ? head.readUInt16BE(18) : head.readUInt16LE(18);
  return machines[machine] ?? `machine ${machine}`;
}
