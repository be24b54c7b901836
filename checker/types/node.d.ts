// What we use of Node, so that nothing has to be installed to know it.

declare const process: {
  argv: string[];
  env: { [name: string]: string | undefined };
  exitCode: number | undefined;
  versions?: { node?: string };
  platform: string;
  execPath: string;
  stdout: { write(text: string): boolean };
  stderr: { write(text: string): boolean };
};

declare module "node:crypto" {
  export interface KeyObject {
    export(options: { format: "der"; type: "spki" }): Uint8Array;
    export(options: { format: "jwk" }): { x?: string };
  }
  export function createPublicKey(options: {
    key: Uint8Array;
    format: "der";
    type: "spki";
  }): KeyObject;
  export function verify(
    algorithm: null,
    data: Uint8Array,
    key: KeyObject,
    signature: Uint8Array,
  ): boolean;
  export function sign(algorithm: null, data: Uint8Array, key: KeyObject): Uint8Array;
  export function generateKeyPairSync(type: "ed25519"): {
    publicKey: KeyObject;
    privateKey: KeyObject;
  };
  export const webcrypto: Crypto;
}

declare module "node:fs" {
  export function readFileSync(path: string | URL): Uint8Array;
  export function readFileSync(path: string | URL, encoding: "utf8"): string;
  export function writeFileSync(path: string | URL, data: Uint8Array | string): void;
  export function existsSync(path: string | URL): boolean;
  export function mkdtempSync(prefix: string): string;
  export function mkdirSync(path: string, options: { recursive: boolean }): void;
  export function readdirSync(path: string | URL): string[];
  export function rmSync(path: string, options: { recursive: boolean; force: boolean }): void;
  export function statSync(path: string | URL): { size: number; isFile(): boolean };
  export function copyFileSync(from: string, to: string): void;
}

declare module "node:path" {
  export function join(...parts: string[]): string;
  export function dirname(path: string): string;
}

declare module "node:os" {
  export function tmpdir(): string;
}

declare module "node:url" {
  export function fileURLToPath(url: URL | string): string;
}

declare module "node:vm" {
  export function runInNewContext(code: string, context: object): unknown;
}

declare module "node:child_process" {
  export function spawnSync(
    command: string,
    args: readonly string[],
    options?: {
      input?: Uint8Array | string;
      cwd?: string;
      env?: { [name: string]: string | undefined };
      maxBuffer?: number;
    },
  ): { status: number | null; stdout: Uint8Array; stderr: Uint8Array; error?: Error };
}

declare module "node:test" {
  interface Context {
    skip(reason?: string): void;
    diagnostic(message: string): void;
  }
  type Body = (t: Context) => void | Promise<void>;
  export function test(name: string, body: Body): Promise<void>;
  export function test(name: string, options: { skip?: string | false }, body: Body): Promise<void>;
}

declare module "node:assert/strict" {
  interface Assert {
    (value: unknown, message?: string): asserts value;
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    notEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    match(text: string, pattern: RegExp, message?: string): void;
    throws(
      work: () => unknown,
      expected?: RegExp | ((error: unknown) => boolean),
      message?: string,
    ): void;
    fail(message?: string): never;
  }
  const assert: Assert;
  export default assert;
}

declare const Buffer: {
  from(bytes: Uint8Array): { toString(encoding: "base64"): string };
};
