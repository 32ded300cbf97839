import { defineElements } from 'cartwright/elements'

defineElements()
