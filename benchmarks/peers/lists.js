// Task lists as they were answered, by what they depend on: where the board stood is part of the name, so
// none is ever stale. Those that nobody has asked for the longest make way.
export function lists(maxBytes) {
  const kept = new Map()
  let bytes = 0
  return {
    get(name) {
      const list = kept.get(name)
      if (list) {
        kept.delete(name)
        kept.set(name, list)
      }
      return list
    },
    keep(name, list) {
      bytes += list.length - (kept.get(name)?.length ?? 0)
      kept.set(name, list)
      for (const [oldest, one] of kept) {
        if (bytes <= maxBytes) {
          break
        }
        kept.delete(oldest)
        bytes -= one.length
      }
    },
  }
}
