import { defineElements } from 'cartwright/elements'
import { drawAsChosen } from './live-preview.ts'
import { defineLotLive } from './lot-live.ts'

defineElements()
defineLotLive()
drawAsChosen()
