// Access tokens as TeamFlow has them: ES256, verified once and remembered until they expire.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'

const REMEMBERED = 50_000
const SECONDS = 12 * 3600
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A key for all workers, as a text that is given to each. */
export const newKey = () =>
  JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }))

/** Makes and verifies tokens with a key. */
export function tokens(key) {
  const privateKey = createPrivateKey({ key: JSON.parse(key), format: 'jwk' })
  const dsaEncoding = 'ieee-p1363'
  const ours = { key: privateKey, dsaEncoding }
  const theirs = { key: createPublicKey(privateKey), dsaEncoding }
  const remembered = new Map()

  function check(token) {
    const [head, claims, signature] = token.split('.')
    if (!signature || JSON.parse(Buffer.from(head, 'base64url')).alg !== 'ES256') {
      return undefined
    }
    if (!verify('sha256', Buffer.from(head + '.' + claims), theirs, Buffer.from(signature, 'base64url'))) {
      return undefined
    }
    const said = JSON.parse(Buffer.from(claims, 'base64url'))
    if (remembered.size >= REMEMBERED) {
      remembered.delete(remembered.keys().next().value)
    }
    remembered.set(token, said)
    return said
  }

  return {
    of(user) {
      const now = Math.floor(Date.now() / 1000)
      const said = encoded({ alg: 'ES256', typ: 'at+jwt' }) + '.'
        + encoded({ sub: user, iss: 'peer', iat: now, exp: now + SECONDS })
      return said + '.' + sign('sha256', Buffer.from(said), ours).toString('base64url')
    },

    /** Who asks, or undefined. */
    user(authorization) {
      if (!authorization?.startsWith('Bearer ')) {
        return undefined
      }
      const token = authorization.slice(7)
      const said = remembered.get(token) ?? check(token)
      return said && said.exp * 1000 > Date.now() ? said.sub : undefined
    },
  }
}
