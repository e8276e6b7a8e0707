-- How much is in the queue.
--
-- Returns  {queued, sending, dead, when the oldest that is not over was accepted (ms, 0 for none), now ms, when the account
--          was paused (ms, 0 when it is not), Frontu's status for which it is, how much there is that names of items matter to}
-- Cost     O(1).
local oldest = 0
for _, state in ipairs({'queued', 'sending'}) do
  local id = call('ZRANGE', P .. 'st:' .. state, 0, 0)[1]
  local created = id and num(call('HGET', opkey(id), 'created')) or 0
  if created > 0 and (oldest == 0 or created < oldest) then oldest = created end
end
local pause = call('HMGET', P .. 'pause', 'since', 'status')
return {call('ZCARD', P .. 'st:queued'), call('ZCARD', P .. 'st:sending'), call('ZCARD', P .. 'st:dead'), oldest, now,
  num(pause[1]), num(pause[2]), num(call('HGET', STATE, 'n')) + call('ZCARD', P .. 'entities')}
