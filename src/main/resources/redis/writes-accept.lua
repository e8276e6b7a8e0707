-- Takes writes in the order given: each gets the next accept sequence and a place in the box of its entity.
--
-- ARGV[1]  number of writes, at most 100
-- ARGV[2]  most operations queued in all
-- ARGV[3]  most bytes queued in all
-- then for each write 21 values: id, client, weight, most queued of the client, most bytes of the client, resource, action,
--          guid, systemId, may create (1/0), repeatable (1/0), target, content type, answer (entity, verbatim), mergeable
--          (1/0), members (JSON, name -> n where it may not be set twice), related (JSON, [[resource, guid, systemId], …];
--          empty for none), idempotency key (empty for none), fingerprint, trace under which it is accepted (a traceparent;
--          empty for none), body
--
-- Returns  for each {'new', sequence, now ms, operations ahead in its box, operations queued in all},
--          {'repeated', id of the first}, {'reused'}, or {'full', limit that is reached: client or all, ms until a place is
--          likely to come free}
-- Cost     O(log n) for each write. This is the script that runs most: what all writes of a run have in common is read once
--          and written once, and an entity that nothing is known of takes the shortest way.
local results = {}
local most, most_bytes = tonumber(ARGV[2]), tonumber(ARGV[3])
local load = call('HMGET', STATE, 'n', 'bytes', 'format')
local queued, bytes = num(load[1]), num(load[2])
if not load[3] then call('HSET', STATE, 'format', 1) end
local shares, listed = {}, {'ZADD', P .. 'all'}

-- What is queued of a client, and the operations of it that this run adds.
local function share_of(client)
  local share = shares[client]
  if not share then
    local its = call('HMGET', STATE, 'n:' .. client, 'b:' .. client)
    share = {queued = num(its[1]), bytes = num(its[2]), listed = {'ZADD', P .. 'of:' .. client}}
    shares[client] = share
  end
  return share
end

local function repeated(client, key, fingerprint)
  local scoped = client .. '\0' .. key
  local till = call('ZSCORE', P .. 'idem', scoped)
  if till and tonumber(till) > now then
    local first_id, its = string.match(call('HGET', P .. 'idemof', scoped), '^(%S+) (.*)$')
    return its == fingerprint and {'repeated', first_id} or {'reused'}
  end
end

-- By how places have come free so far; where the next one is late, it is taken to stay away as long again.
local function likely(client)
  local its = call('HMGET', STATE, 'f:' .. client, 'e:' .. client)
  local passed = its[1] and now - num(its[1]) or 0
  return math.floor(math.max(num(its[2]) - passed, passed > num(its[2]) and passed or 0))
end

local function full(share, client, size, most_client, bytes_client)
  if share.queued >= most_client or share.bytes + size > bytes_client then return {'full', 'client', likely(client)} end
  if queued >= most or bytes + size > most_bytes then return {'full', 'all', likely('')} end
end

-- The items that a write refers to. Of many, only those with writes before this one matter; to keep all the others' names
-- would make every look at it long.
local function related_to(items)
  local related = cjson.decode(items)
  if #related <= MAX then return items end
  local live = {}
  for _, item in ipairs(related) do
    local waits = false
    for _, its in ipairs(known_names(item[1], item[2], item[3], '')) do
      local ent = found(item[1], its)
      waits = waits or ent and head(ent)
    end
    if waits and #live < MAX then live[#live + 1] = item end
  end
  return #live > 0 and cjson.encode(live) or ''
end

-- Puts an operation into its box. Returns how many are ahead of it there.
local function place(id, seq, client, resource, all)
  local known
  for _, its in ipairs(all) do known = known or found(resource, its) end
  if not known then
    local ent = newcomer(resource, all, 'r:' .. client)
    call('ZADD', P .. 'box:' .. ent, seq, id)
    ready(ent, client, seq)
    return 0
  end
  local ent, ahead = entity(resource, all, false), 0
  for _, box in ipairs(boxes(ent)) do ahead = ahead + call('ZCARD', box) end
  call('ZADD', P .. 'box:' .. ent, seq, id)
  if ahead == 0 then schedule(ent) end
  return ahead
end

local function accept(at)
  local id, client, resource, guid, system_id = ARGV[at], ARGV[at + 1], ARGV[at + 5], ARGV[at + 7], ARGV[at + 8]
  local related, key, fingerprint, trace, body =
    ARGV[at + 16], ARGV[at + 17], ARGV[at + 18], ARGV[at + 19], ARGV[at + 20]
  local size = #body + 512
  local share = share_of(client)
  local refused = key ~= '' and repeated(client, key, fingerprint)
      or full(share, client, size, tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4]))
  if refused then return refused end

  local seq = call('INCR', KEYS[1])
  local op = {'HSET', opkey(id), 'id', id, 'seq', seq, 'state', 'queued', 'client', client, 'res', resource,
    'action', ARGV[at + 6], 'guid', guid, 'sid', system_id, 'new', ARGV[at + 9], 'rep', ARGV[at + 10],
    'target', ARGV[at + 11], 'type', ARGV[at + 12], 'answer', ARGV[at + 13], 'merge', ARGV[at + 14],
    'members', ARGV[at + 15], 'size', size, 'att', 0, 'created', now, 'since', now, 'updated', now}
  local function also(field, value)
    if value ~= '' then op[#op + 1], op[#op + 2] = field, value end
  end
  also('trace', trace)
  if related ~= '' then also('related', related_to(related)) end
  call(unpack(op))
  call('SET', P .. 'body:' .. id, body)
  for _, list in ipairs({listed, share.listed}) do list[#list + 1], list[#list + 2] = seq, id end
  -- From here on it counts how long a place takes to come free.
  if share.queued == 0 then call('HSET', STATE, 'f:' .. client, now) end
  if queued == 0 then call('HSET', STATE, 'f:', now) end
  queued, bytes = queued + 1, bytes + size
  share.queued, share.bytes, share.weight = share.queued + 1, share.bytes + size, ARGV[at + 2]
  if key ~= '' then
    local scoped = client .. '\0' .. key
    call('ZADD', P .. 'idem', now + DAY, scoped)
    call('HSET', P .. 'idemof', scoped, id .. ' ' .. fingerprint)
  end
  return {'new', seq, now, place(id, seq, client, resource, known_names(resource, guid, system_id, id)), queued}
end

for i = 1, tonumber(ARGV[1]) do results[i] = accept(4 + (i - 1) * 21) end

if #listed > 2 then
  call(unpack(listed))
  listed[2] = P .. 'st:queued'
  call(unpack(listed))
end
for client, share in pairs(shares) do
  if share.weight then
    call(unpack(share.listed))
    call('HSET', STATE, 'n', queued, 'bytes', bytes, 'n:' .. client, share.queued, 'b:' .. client, share.bytes,
      'w:' .. client, share.weight)
  end
end
return results
