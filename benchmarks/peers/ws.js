// ws with what its maintainers advise for many receivers: each event is made a frame once.
import { Sender, WebSocketServer } from 'ws'
import { bytes, event, port, ready } from './event.js'

const rooms = new Map()
const server = new WebSocketServer({ port, host: '127.0.0.1', backlog: 4096, perMessageDeflate: false }, ready)

server.on('connection', (socket) => {
  const joined = new Set()
  socket.on('message', (text) => {
    const said = JSON.parse(text)
    if (said.op === 'join') {
      const room = rooms.get(said.room) ?? new Set()
      rooms.set(said.room, room.add(socket))
      joined.add(room)
      socket.send('{"op":"joined"}')
    } else if (said.op === 'say') {
      publish(rooms.get(said.room) ?? [], JSON.stringify(event(said.room, said.body, bytes)))
      socket.send('{"op":"ack"}')
    }
  })
  socket.on('close', () => joined.forEach((room) => room.delete(socket)))
  socket.on('error', () => {})
})

function publish(room, json) {
  const options = { fin: true, opcode: 1, mask: false, readOnly: false, rsv1: false }
  const frame = Buffer.concat(Sender.frame(Buffer.from(json), options))
  for (const { _socket, readyState } of room) {
    if (readyState === 1) _socket.write(frame)
  }
}
