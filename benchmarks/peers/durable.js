// Durable chat as it is usually built: one INSERT a message, with the room's next number, committed before
// the room is told. Peers do it where they are given a database; else they keep nothing.
import { randomUUID } from 'node:crypto'

/** Writes at once; a message waits while all are taken. */
const CONNECTIONS = 20

const ENTER = { name: 'enter', text: 'INSERT INTO room (id) VALUES ($1) ON CONFLICT DO NOTHING' }
const KEEP = {
  name: 'keep',
  text: `
    WITH advanced AS (UPDATE room SET head = head + 1 WHERE id = $1 RETURNING head)
    INSERT INTO room_message (id, room_id, seq, sender, body, created_at)
    SELECT $2, $1, head, $3, $4, clock_timestamp() FROM advanced
    RETURNING seq, created_at AS at`,
}

const sender = randomUUID()

async function open() {
  const { pool, prepare } = await import('./database.js')
  await prepare('chat.sql')
  const write = pool(CONNECTIONS)
  const rooms = new Map()
  return {
    /** Makes the room, unless it is there. */
    enter(room) {
      if (!rooms.has(room)) {
        rooms.set(room, write(ENTER, room))
      }
      return rooms.get(room)
    },

    /** Number and time of the message, once it is committed. */
    async keep(room, body) {
      return (await write(KEEP, room, randomUUID(), sender, body)).rows[0]
    },
  }
}

/** Where messages are kept, or null. */
export const chat = process.env.PGDATABASE ? await open() : null
