import type { Duplex } from "node:stream";

/** How to reach one host; everything resolved: defaults, clusters.json and ~/.ssh/config. */
export interface Target {
  /** The inventory name; also the alias that is looked up in ~/.ssh/config. */
  readonly name: string;
  /** Address or DNS name; the inventory name where none is given. */
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  /** Path of a private key file. */
  readonly key?: string;
  readonly password?: string;
  /** For sudo; the login password is used where this is not given. */
  readonly becomePassword?: string;
  /** known_hosts file that pins host keys; ~/.ssh/known_hosts where not given. */
  readonly knownHosts?: string;
  /** For the TCP connection and the handshake; wins over ConnectTimeout of ssh_config. */
  readonly connectTimeoutMs?: number;
}

/** One question or order to a host: a script that runs in a fresh `sh` as root, with stdin from /dev/null. */
export interface Frame {
  /** "probe" only reads. A connection opened read-only (check mode) refuses everything else. */
  readonly kind: "probe" | "apply";
  /** POSIX sh, without NUL bytes. */
  readonly script: string;
  /** After this the script is ended on the host with its children, and the frame fails. */
  readonly timeoutMs: number;
  /** Parts of the script, in order, whose limits hold instead of the frame's once they have begun. */
  readonly stages?: readonly FrameStage[];
  /** Called for each line as it arrives, without its line end. */
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
}

/** A part of a script with limits of its own; it lasts until the next one begins. */
export interface FrameStage {
  /** It begins where stdout and stderr have this line, with an empty line before it. */
  readonly mark: string;
  readonly timeoutMs: number;
  /** Of each stream. */
  readonly outputLimitBytes: number;
}

/** What a frame printed; the same fields on success and failure. */
export interface FrameResult {
  /** Of the script. 143 or 137 when it was ended by lab. */
  readonly exitCode: number;
  /** UTF-8, invalid bytes replaced. Bounded: of what exceeds the limit, the middle is left out. */
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly timedOut: boolean;
}

/** Who takes the lock of a host, for others who come to it. */
export interface LockClaim {
  /** Id of the run. */
  readonly run: string;
  /** "alice@control (pid 123)" */
  readonly owner: string;
  /** Random, and the same for all connections of a run. */
  readonly token: string;
}

/** A file on the control machine that is to be sent. */
export interface LocalFile {
  readonly localPath: string;
  /** What it is to hold, in lower-case hex. */
  readonly sha256: string;
}

/** An open, persistent root shell on one host. Frames run one after another. */
export interface Shell {
  /** Round trips so far: one per frame. */
  readonly frames: number;
  /**
   * Cost: one round trip. Throws ConnectionError when the connection is lost or silent, and InternalError when a
   * read-only shell is asked to apply. A non-zero exit or a time-out is a result, not an exception.
   */
  run(frame: Frame, signal?: AbortSignal): Promise<FrameResult>;
  /**
   * Has the next frame take the lock of the host first, which is held until the shell ends, on whichever side. While another run
   * holds it, `run` and `upload` throw LockedError and nothing is done; each further call tries again. `onHeld` is called
   * once the lock is held, or where none is kept. Cost: none. Throws InternalError for a read-only shell.
   */
  hold(claim: LockClaim, onHeld: () => void): void;
  /**
   * Copies a local file to a new temporary path on the host and returns that path. Cost: sftp, about 6 round trips.
   * Throws CommandError when the file is not what it is said to be, here or there, or the host cannot take it, and
   * ConnectionError.
   */
  upload(file: LocalFile, signal?: AbortSignal): Promise<string>;
  /** Ends the shell and the connection; never throws, never hangs. */
  close(): Promise<void>;
}

/** A shell whose connection carries streams to TCP ports as well: to those that the host itself can reach. */
export interface TunnelShell extends Shell {
  /**
   * A stream to a port, as seen from the host, which decides nothing about what is sent: a read-only shell opens it, too.
   * Cost: one round trip. Throws NothingListens, and ConnectionError where the host forbids it.
   */
  connect(host: string, port: number, signal?: AbortSignal): Promise<Duplex>;
}

/** Opens shells; ssh in earnest, and a scripted stand-in in tests. */
export interface Transport<Opened extends Shell = Shell> {
  /** Cost: the SSH handshake and 2 round trips. Throws ConnectionError with cause and cure. */
  open(
    target: Target,
    options: { readonly readOnly: boolean; readonly signal?: AbortSignal },
  ): Promise<Opened>;
}
