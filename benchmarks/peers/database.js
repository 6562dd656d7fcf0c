// PostgreSQL as the peers use it. Where it is stands in the variables of libpq: PGHOST, PGPORT, PGUSER,
// PGPASSWORD and PGDATABASE.
import { readFileSync } from 'node:fs'
import pg from 'pg'

// What is only passed on as JSON is not made a Date or a BigInt on the way.
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => text.replace(' ', 'T').replace('+00', 'Z'))
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

// Each statement is planned once and looks rows up one by one, as on TeamFlow's connections (ADR 12).
const options = ['plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'enable_hashjoin=off',
  'enable_mergejoin=off', 'TimeZone=UTC'].map((setting) => '-c ' + setting).join(' ')

/** Connections that run one statement at a time each. */
export function pool(max) {
  const connections = new pg.Pool({ max, options })
  return (statement, ...values) => connections.query({ ...statement, values })
}

/** Connections that are sent a statement before they have answered the last, in turn. */
export async function pipelines(count) {
  const connections = []
  for (let i = 0; i < count; i++) {
    const connection = new pg.Client({ pipeline: true, options })
    await connection.connect()
    connections.push(connection)
  }
  let next = 0
  return (statement, ...values) => connections[next++ % count].query({ ...statement, values })
}

/** Makes the tables of a file, unless they are there. */
export async function prepare(file) {
  const connection = new pg.Client()
  await connection.connect()
  await connection.query(readFileSync(new URL(file, import.meta.url), 'utf8'))
  await connection.end()
}
