// Socket.IO as its documentation begins: rooms, WebSocket transport, no compression.
import { createServer } from 'node:http'
import { Server } from 'socket.io'
import { bytes, event, port, ready } from './event.js'

const http = createServer()
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false })
io.on('connection', (socket) => {
  socket.on('join', (room, done) => {
    socket.join(room)
    done()
  })
  socket.on('say', (room, body, done) => {
    io.to(room).emit('event', event(room, body, bytes))
    done()
  })
})
http.listen(port, '127.0.0.1', 4096, ready)
