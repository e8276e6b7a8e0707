-- Takes writes in the order given: each gets the next accept sequence and a place in the box of its entity.
--
-- ARGV[1]  number of writes, at most 100
-- ARGV[2]  most operations queued in all
-- ARGV[3]  most bytes queued in all
-- ARGV[4]  trace under which they are accepted, a traceparent; empty for none
-- then for each write 20 values: id, client, weight, most queued of the client, most bytes of the client, resource, action,
--          guid, systemId, may create (1/0), repeatable (1/0), target, content type, answer (entity, verbatim), mergeable
--          (1/0), members (JSON, name -> n where it may not be set twice), related (JSON, [[resource, guid, systemId], …]),
--          idempotency key (empty for none), fingerprint, body
--
-- Returns  for each {'new', sequence, now ms, operations ahead in its box, operations queued in all},
--          {'repeated', id of the first}, {'reused'}, or {'full', limit that is reached: client or all}
-- Cost     O(log n) for each write.
local results = {}
local most, most_bytes = tonumber(ARGV[2]), tonumber(ARGV[3])
call('HSETNX', STATE, 'format', 1)

local function repeated(client, key, fingerprint)
  local scoped = client .. '\0' .. key
  local till = call('ZSCORE', P .. 'idem', scoped)
  if till and tonumber(till) > now then
    local first_id, its = string.match(call('HGET', P .. 'idemof', scoped), '^(%S+) (.*)$')
    return its == fingerprint and {'repeated', first_id} or {'reused'}
  end
end

local function full(client, size, most_client, bytes_client)
  local load = call('HMGET', STATE, 'n', 'bytes', 'n:' .. client, 'b:' .. client)
  if num(load[3]) >= most_client or num(load[4]) + size > bytes_client then return {'full', 'client'} end
  if num(load[1]) >= most or num(load[2]) + size > most_bytes then return {'full', 'all'} end
end

local function accept(at)
  local id, client, resource, guid, system_id = ARGV[at], ARGV[at + 1], ARGV[at + 5], ARGV[at + 7], ARGV[at + 8]
  local key, fingerprint, body = ARGV[at + 17], ARGV[at + 18], ARGV[at + 19]
  local size = #body + 512
  local refused = key ~= '' and repeated(client, key, fingerprint)
      or full(client, size, tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]))
  if refused then return refused end

  local seq = call('INCR', KEYS[1])
  call('HSET', opkey(id), 'id', id, 'seq', seq, 'client', client, 'res', resource, 'action', ARGV[at + 6], 'guid', guid,
    'sid', system_id, 'new', ARGV[at + 9], 'rep', ARGV[at + 10], 'target', ARGV[at + 11], 'type', ARGV[at + 12],
    'answer', ARGV[at + 13], 'merge', ARGV[at + 14], 'members', ARGV[at + 15],
    'size', size, 'att', 0, 'created', now, 'since', now)
  if ARGV[4] ~= '' then call('HSET', opkey(id), 'trace', ARGV[4]) end
  call('SET', P .. 'body:' .. id, body)
  become(id, 'queued')
  call('ZADD', P .. 'of:' .. client, seq, id)
  call('ZADD', P .. 'all', seq, id)
  call('HSET', STATE, 'w:' .. client, ARGV[at + 2])
  count(id, 1)
  if key ~= '' then
    local scoped = client .. '\0' .. key
    call('ZADD', P .. 'idem', now + DAY, scoped)
    call('HSET', P .. 'idemof', scoped, id .. ' ' .. fingerprint)
  end

  local ent = entity(resource, names(guid, system_id, id), false)
  local related = cjson.decode(ARGV[at + 16])
  if #related > MAX then
    -- Only those with writes before this one matter; to keep all the others' names would make every look at it long.
    local live = {}
    for _, item in ipairs(related) do
      local a = item[2] ~= '' and found(item[1], 'g:' .. item[2]) or nil
      local b = item[3] ~= '' and found(item[1], 's:' .. item[3]) or nil
      if (a and head(a) or b and head(b)) and #live < MAX then live[#live + 1] = item end
    end
    related = live
  end
  if #related > 0 then call('HSET', opkey(id), 'related', cjson.encode(related)) end

  local ahead = 0
  for _, box in ipairs(boxes(ent)) do ahead = ahead + call('ZCARD', box) end
  call('ZADD', P .. 'box:' .. ent, seq, id)
  if ahead == 0 then schedule(ent) end
  return {'new', seq, now, ahead, num(call('HGET', STATE, 'n'))}
end

for i = 1, tonumber(ARGV[1]) do results[i] = accept(5 + (i - 1) * 20) end
return results
