// Bun's publish, which is uWebSockets'.
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
        socket.subscribe(said.room)
        socket.send('{"op":"joined"}')
      } else if (said.op === 'say') {
        server.publish(said.room, JSON.stringify(event(said.room, said.body, bytes)))
        socket.send('{"op":"ack"}')
      }
    },
  },
})
ready()
