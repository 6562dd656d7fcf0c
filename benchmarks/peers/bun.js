// Bun's publish, which is uWebSockets'. With a database each message is committed before it is told.
import { chat } from './durable.js'
import { bytes, event, port, ready } from './event.js'

const server = Bun.serve({
  port,
  hostname: '127.0.0.1',
  fetch: (request, server) => (server.upgrade(request) ? undefined : new Response('', { status: 400 })),
  websocket: {
    perMessageDeflate: false,
    backpressureLimit: 16 * 1024 * 1024,
    message(socket, text) {
      const said = JSON.parse(text)
      if (said.op === 'join') {
        return join(socket, said.room)
      } else if (said.op === 'say') {
        return chat ? keepAndTell(socket, said) : tell(socket, said)
      }
    },
  },
})

async function join(socket, room) {
  await chat?.enter(room)
  socket.subscribe(room)
  socket.send('{"op":"joined"}')
}

function tell(socket, { room, body }, kept) {
  server.publish(room, JSON.stringify(event(room, body, bytes, kept)))
  socket.send('{"op":"ack"}')
}

async function keepAndTell(socket, said) {
  tell(socket, said, await chat.keep(said.room, said.body))
}

ready()
