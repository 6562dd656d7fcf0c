// What every peer tells a room: as much JSON, made as late, as TeamFlow's message.created.
let seq = 0

/**
 * The event as an object, padded so that its JSON has about `bytes` bytes; with number and time of the
 * message where it was kept.
 */
export function event(room, body, bytes, kept) {
  const told = {
    op: 'event',
    ch: 'project:' + room,
    seq: kept ? kept.seq : ++seq,
    type: 'message.created',
    at: kept ? kept.at : new Date().toISOString(),
    d: { body, pad: '' },
  }
  told.d.pad = padding.slice(0, Math.max(0, bytes - 115 - room.length - body.length))
  return told
}

const padding = 'x'.repeat(4096)

/** Arguments of each peer: the port on loopback, and the bytes of an event. */
export const [port, bytes] = process.argv.slice(2).map(Number)

/** Collects garbage when it is told to, for readings of memory. */
process.on('SIGUSR2', () => (globalThis.Bun ? Bun.gc(true) : globalThis.gc()))

/** Says that the server listens, and ends with the process that started it. */
export function ready() {
  console.log('ready ' + port)
}
