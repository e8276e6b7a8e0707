-- A sender that had been given up is back, and finds that what it held had been sent. It may have come to Frontu after
-- writes that were accepted later and are done: these are put back, to be sent once more.
--
-- ARGV[1]  id of the operation that was sent (the first, where several went together)
-- ARGV[2]  its accept sequence
--
-- Returns  operations put back, those that are under way included
-- Cost     O(log n) for each, at most 100.
local ent = entity_of(ARGV[1])
if not ent then return 0 end
local seq, back = tonumber(ARGV[2]), 0
for _, id in ipairs(call('ZRANGEBYSCORE', P .. 'kept:' .. ent, '(' .. seq, '+inf', 'LIMIT', 0, MAX)) do
  if call('HGET', opkey(id), 'state') == 'done' and call('EXISTS', P .. 'keptbody:' .. id) == 1 then
    call('RENAME', P .. 'keptbody:' .. id, P .. 'body:' .. id)
    become(id, 'queued')
    count(id, 1)
    call('ZREM', P .. 'sweep', id)
    call('HDEL', opkey(id), 'into', 'result', 'due')
    call('HSET', opkey(id), 'sent', 1, 'alone', 1, 'since', now)
    call('ZADD', P .. 'box:' .. ent, call('HGET', opkey(id), 'seq'), id)
    back = back + 1
  end
  call('ZREM', P .. 'kept:' .. ent, id)
end
for _, one in ipairs(first(ent, MAX)) do
  if one[2] > seq and call('HGET', opkey(one[1]), 'state') == 'sending' then
    call('HSET', opkey(one[1]), 'redo', 1)
    back = back + 1
  end
end
if back > 0 then schedule(ent) end
return back
