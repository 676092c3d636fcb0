// As raw.ts, in a module that allocates when it starts: its heap is laid out before a host comes to grow memory.

const earliest = new Uint8Array(64);

export * from "./raw";

// Reads it, so that it is not left out.
export function firstByte(): i32 {
  return earliest[0];
}
