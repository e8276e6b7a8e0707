-- Forgets what has been kept long enough: finished operations, idempotency keys, entities without writes. And lets some of
-- what is waited for be looked at, so that nothing waits for ever that a replica of an older program did not wake.
--
-- Returns  1 when there is more to do, else 0
-- Cost     O(log n) for each of at most 100 of a kind.
for _, ent in ipairs(call('SRANDMEMBER', P .. 'awaited', MAX / 4)) do call('SADD', P .. 'wake', ent) end

local ops = call('ZRANGEBYSCORE', P .. 'sweep', '-inf', now, 'LIMIT', 0, MAX)
for _, id in ipairs(ops) do
  local op = call('HMGET', opkey(id), 'client', 'state')
  if op[1] then
    call('ZREM', P .. 'of:' .. op[1], id)
    call('ZREM', P .. 'st:' .. op[2], id)
  end
  call('ZREM', P .. 'all', id)
  call('ZREM', P .. 'sweep', id)
  call('DEL', opkey(id), P .. 'body:' .. id, P .. 'answer:' .. id, P .. 'keptbody:' .. id)
end

local keys = call('ZRANGEBYSCORE', P .. 'idem', '-inf', now, 'LIMIT', 0, MAX)
for _, key in ipairs(keys) do
  call('HDEL', P .. 'idemof', key)
  call('ZREM', P .. 'idem', key)
end

local entities = call('ZRANGEBYSCORE', P .. 'entities', '-inf', now, 'LIMIT', 0, MAX)
for _, ent in ipairs(entities) do
  local kept = call('ZRANGE', P .. 'kept:' .. ent, 0, MAX - 1)
  for _, id in ipairs(kept) do
    call('DEL', P .. 'keptbody:' .. id)
    call('ZREM', P .. 'kept:' .. ent, id)
  end
  local e = call('HMGET', entkey(ent), 'run', 'keep')
  if head(ent) or num(e[1]) > 0 or #kept == MAX then
    call('ZADD', P .. 'entities', now + 60000, ent)
  elseif num(e[2]) > now then
    call('ZADD', P .. 'entities', num(e[2]), ent)
  else
    local alias, number = P .. 'alias:' .. resource_of(ent), string.match(ent, ':(%d+)$')
    for _, field in ipairs(call('HKEYS', entkey(ent))) do
      if string.sub(field, 1, 2) == 'n:' and call('HGET', alias, string.sub(field, 3)) == number then
        call('HDEL', alias, string.sub(field, 3))
      end
    end
    call('DEL', entkey(ent))
    call('ZREM', P .. 'entities', ent)
  end
end
return (#ops == MAX or #keys == MAX or #entities == MAX) and 1 or 0
