// The task API on Fastify and pg: as many workers as processors, prepared statements, pipelined reads, JSON
// by schema, lists from a cache of its own. Takes the port; PostgreSQL as in database.js.
import cluster from 'node:cluster'
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import Fastify from 'fastify'
import * as sql from './board-sql.js'
import { pipelines, pool, prepare } from './database.js'
import { lists } from './lists.js'
import { newKey, tokens } from './tokens.js'

const port = Number(process.argv[2])
const WRITES = 8
const LIST_BYTES = 64 * 1024 * 1024
const JSON_TYPE = 'application/json; charset=utf-8'

const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const texts = { type: 'array', items: text }
const integer = { type: 'integer' }
const uuid = { type: 'string', format: 'uuid' }
const TASK = {
  type: 'object',
  properties: {
    id: text, projectId: text, number: integer, key: text, title: text, description: text, status: text,
    priority: text, deadline: textOrNull, assignees: texts, labels: texts, parent: textOrNull,
    message: textOrNull, rank: text, version: integer, createdAt: text, updatedAt: text,
  },
}
const LIST = { type: 'object', properties: { items: { type: 'array', items: TASK }, nextCursor: textOrNull } }
const FIELDS = {
  type: 'object',
  additionalProperties: false,
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 200 },
    description: { type: 'string', maxLength: 20_000 },
    priority: { enum: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] },
    deadline: { type: 'string', format: 'date-time' },
  },
}
const ID = { type: 'object', properties: { id: uuid } }
const PAGE = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    deadlineFrom: { type: 'string', format: 'date-time' },
  },
}

async function serve() {
  const read = await pipelines(1)
  const write = pool(WRITES)
  const keys = tokens(process.env.PEER_KEY)
  const cache = lists(LIST_BYTES)
  const app = Fastify({ keepAliveTimeout: 0 })
  const problem = (reply, status) => reply.code(status).send({ status })

  app.decorateRequest('user', '')
  app.addHook('onRequest', (request, reply, done) => {
    const user = keys.user(request.headers.authorization)
    if (user === undefined && request.url !== '/api/v1/auth/register') {
      problem(reply, 401)
    } else {
      request.user = user
      done()
    }
  })

  app.get(
    '/api/v1/projects/:id/tasks',
    { schema: { params: ID, querystring: PAGE, response: { 200: LIST } } },
    async (request, reply) => {
      const { user, params: { id }, query: { limit, deadlineFrom } } = request
      const [board] = (await read(sql.BOARD, user, id)).rows
      if (!board) {
        return problem(reply, 404)
      }
      const name = (at) => `"${at}.${limit}.${deadlineFrom ?? ''}"`
      let tag = name(board.board)
      let head = board.head
      let list
      if (request.headers['if-none-match'] !== tag) {
        list = cache.get(id + tag)
        if (!list) {
          const rows = (await read(sql.LIST, user, id, limit + 1, deadlineFrom ?? null)).rows
          if (rows.length === 0) {
            return problem(reply, 404)
          }
          tag = name(rows[0].board)
          head = rows[0].head
          const items = rows[0].id ? rows.slice(0, limit) : []
          const nextCursor = rows.length > limit ? items.at(-1).rank : null
          list = Buffer.from(reply.serializeInput({ items, nextCursor }, '200'))
          cache.keep(id + tag, list)
        }
      }
      reply.header('etag', tag).header('cache-control', 'private, no-cache').header('x-stream-position', head)
      return list ? reply.type(JSON_TYPE).send(list) : reply.code(304).send()
    },
  )

  app.get('/api/v1/tasks/:id', { schema: { params: ID, response: { 200: TASK } } }, async (request, reply) => {
    const [task] = (await read(sql.FIND, request.user, request.params.id)).rows
    if (!task) {
      return problem(reply, 404)
    }
    const tag = `"${task.version}"`
    reply.header('etag', tag)
    return request.headers['if-none-match'] === tag ? reply.code(304).send() : task
  })

  app.post(
    '/api/v1/projects/:id/tasks',
    { schema: { params: ID, body: { ...FIELDS, required: ['title'] }, response: { 201: TASK } } },
    async (request, reply) => {
      const { title, description = '', priority = 'MEDIUM', deadline = null } = request.body
      const [task] = (await write(sql.CREATE, request.user, request.params.id, randomUUID(), title, description,
        priority, deadline)).rows
      if (!task) {
        return problem(reply, 404)
      }
      reply.code(201).header('location', '/api/v1/tasks/' + task.id).header('etag', `"${task.version}"`)
      return task
    },
  )

  app.patch(
    '/api/v1/tasks/:id',
    { schema: { params: ID, body: FIELDS, response: { 200: TASK } } },
    async (request, reply) => {
      const version = Number(request.headers['if-match']?.slice(1, -1) ?? NaN)
      if (!Number.isSafeInteger(version)) {
        return problem(reply, 428)
      }
      const { title = null, description = null, priority = null } = request.body
      const [task] = (await write(sql.PATCH, request.user, request.params.id, version, title, description,
        priority)).rows
      if (!task?.id) {
        return problem(reply, task ? 412 : 404)
      }
      reply.header('etag', `"${task.version}"`)
      return task
    },
  )

  // Whom and what the load needs, made before anything is measured.
  app.post('/api/v1/auth/register', async (request, reply) => {
    const id = randomUUID()
    await write(sql.REGISTER, id, request.body.email, request.body.name)
    return reply.code(201).send({ accessToken: keys.of(id), user: { id } })
  })
  const founded = async (reply, id, statement, ...values) => {
    await write(statement, ...values)
    return reply.code(201).send({ id })
  }
  app.post('/api/v1/organizations', (request, reply) => {
    const id = randomUUID()
    return founded(reply, id, sql.FOUND_ORGANIZATION, request.user, id, request.body.name)
  })
  app.post('/api/v1/organizations/:id/teams', (request, reply) => {
    const id = randomUUID()
    return founded(reply, id, sql.FOUND_TEAM, request.user, id, request.params.id, request.body.name)
  })
  app.post('/api/v1/teams/:id/projects', (request, reply) => {
    const id = randomUUID()
    return founded(reply, id, sql.FOUND_PROJECT, id, request.params.id, request.body.name)
  })

  await app.listen({ port, host: '127.0.0.1', backlog: 4096 })
}

if (cluster.isPrimary) {
  await prepare('board.sql')
  const key = newKey()
  let starting = availableParallelism()
  cluster.on('listening', () => {
    if (--starting === 0) {
      console.log('ready ' + port)
    }
  })
  cluster.on('exit', () => process.exit(1)) // or half of it would go on
  for (let i = starting; i > 0; i--) {
    cluster.fork({ PEER_KEY: key })
  }
} else {
  await serve()
}
