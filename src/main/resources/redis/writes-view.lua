-- One operation, and what it waits for.
--
-- ARGV[1]  id
--
-- Returns  nil when there is none; else {fields as name, value, …; result (JSON or empty); earlier writes of its entity
--          (1/0); earlier writes of an item it refers to (1/0); until when its entity is held; whether the account is paused
--          (1/0); why nothing was sent last (quota, breaker or empty); operations queued before it; now ms}
-- Cost     O(log n).
local id = ARGV[1]
local fields = call('HGETALL', opkey(id))
if #fields == 0 then return nil end
local op = call('HMGET', opkey(id), 'state', 'seq', 'into', 'result', 'related')
local result = op[4] or op[3] and call('HGET', opkey(op[3]), 'result') or ''
if op[1] ~= 'queued' then return {fields, result, 0, 0, 0, 0, '', 0, now} end
local ent, seq = entity_of(id), tonumber(op[2])
local first_id = ent and head(ent)
local e = ent and call('HMGET', entkey(ent), 'hold', 'holder', 'at', 'run') or {}
local held = e[2] ~= id and num(e[1]) or 0
local state = call('HMGET', STATE, 'why', 'whytill')
return {fields, result, (first_id ~= id or num(e[4]) > 0) and 1 or 0, e[3] == 'w' and 1 or 0, held,
  call('EXISTS', P .. 'pause'), num(state[2]) > now and state[1] or '',
  call('ZCOUNT', P .. 'st:queued', '-inf', '(' .. seq), now}
