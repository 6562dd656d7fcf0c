// Socket.IO as its documentation begins: rooms, WebSocket transport, no compression. With a database each
// message is committed before it is told; a Redis joins several of these.
import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { createClient } from 'redis'
import { Server } from 'socket.io'
import { chat } from './durable.js'
import { bytes, event, port, ready } from './event.js'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
const url = process.env.REDIS_URI
if (url) {
  const clients = [createClient({ url }), createClient({ url })]
  await Promise.all(clients.map((client) => client.connect()))
  io.adapter(createAdapter(...clients))
}
io.on('connection', (socket) => {
  socket.on('join', async (room, done) => {
    await chat?.enter(room)
    socket.join(room)
    done()
  })
  socket.on('say', chat ? keepAndTell : tell)
})

function tell(room, body, done, kept) {
  io.to(room).emit('event', event(room, body, bytes, kept))
  done()
}

async function keepAndTell(room, body, done) {
  tell(room, body, done, await chat.keep(room, body))
}

http.listen(port, '127.0.0.1', 4096, ready)
