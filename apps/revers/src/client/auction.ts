// The script of an auction: that of every page, and its own.
import './shop.ts'
import './lot-live.ts'
