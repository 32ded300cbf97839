import { defineElements } from 'cartwright/elements'
import { reloadWhenLapsed } from './reload-when-lapsed.ts'

// The script of every page. Pages that need more have a script of their own in its place: one file is smaller than two.
defineElements()
reloadWhenLapsed()
