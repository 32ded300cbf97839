/** What will happen, by virtual time. Of one moment, what happens by itself comes before what people do. */
export interface Calendar {
  /** `byItself`: the clock alone does it, as a hold that lapses. */
  at(time: bigint, happening: () => Promise<void> | void, byItself?: boolean): void
  /** Lets everything happen, in order, and tells each moment before. */
  run(tell: (time: bigint) => void): Promise<void>
}

interface Entry {
  readonly time: bigint
  readonly rank: number
  readonly happening: () => Promise<void> | void
}

/** Makes an empty calendar: a heap, because half a million entries are put in while others come out. */
export function calendar(): Calendar {
  const heap: Entry[] = []
  let count = 0
  const isBefore = (left: Entry, right: Entry): boolean => left.time < right.time || (left.time === right.time && left.rank < right.rank)
  const swap = (one: number, other: number): void => {
    const [first, second] = [heap[one] as Entry, heap[other] as Entry]
    heap[one] = second
    heap[other] = first
  }
  const next = (): Entry | undefined => {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || heap.length === 0) return first
    heap[0] = last
    for (let place = 0; ; ) {
      const children = [2 * place + 1, 2 * place + 2].filter((child) => child < heap.length)
      const [left = heap.length, right = left] = children
      if (left === heap.length) return first
      const least = isBefore(heap[right] as Entry, heap[left] as Entry) ? right : left
      if (!isBefore(heap[least] as Entry, heap[place] as Entry)) return first
      swap(place, least)
      place = least
    }
  }
  return {
    at(time, happening, byItself = false) {
      count += 1
      heap.push({ time, rank: byItself ? count : count + 2 ** 40, happening })
      for (let place = heap.length - 1; place > 0; ) {
        const parent = (place - 1) >> 1
        if (!isBefore(heap[place] as Entry, heap[parent] as Entry)) return
        swap(place, parent)
        place = parent
      }
    },
    async run(tell) {
      for (let entry = next(); entry !== undefined; entry = next()) {
        tell(entry.time)
        await entry.happening()
      }
    },
  }
}
