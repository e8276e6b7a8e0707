-- Takes the next entities to be sent, fairly between clients, and what may be merged into one request of each.
--
-- ARGV[1]  owner of the lease that the claims are held under
-- ARGV[2]  most claims
-- ARGV[3]  resources of which writes are not merged, each between commas
-- ARGV[4]  most bytes of bodies in one request
-- further  tokens of the claims that the owner knows of: others of its were given to nobody (the answer was lost) and go back
--
-- Returns  {'fenced'} when the lease is lost; {'paused'} while the account is; else {'claims', claim, …, ms until more is
--          due, 0 where not all that is due was looked at, -1 for nothing}, a claim being {token, seen (1/0), open (1/0, an
--          earlier attempt's outcome is), operation, …} and an operation {id, client, resource, action, guid, systemId, may
--          create, repeatable, target, content type, answer, attempts, sequence, trace or empty}
-- Cost     O(log n) for each entity looked at, at most 100 of them, for each operation merged, and for each item, at most 100,
--          that one of these refers to.
local owner, wanted, apart, most_bytes = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local lease = call('HGET', P .. 'lease', owner)
if not lease or lease == 'x' then return {'fenced'} end
if call('EXISTS', P .. 'pause') == 1 then return {'paused'} end

local known = {}
for i = 5, #ARGV do known[ARGV[i]] = true end
for _, token in ipairs(call('ZRANGE', P .. 'claims:' .. owner, 0, MAX - 1)) do
  if not known[token] then
    local ids = cjson.decode(call('HGET', P .. 'claim:' .. token, 'ops'))
    local ent = entity_of(ids[1])
    end_claim(owner, token, ent)
    give_back(ids)
    settled(ent)
  end
end

for _, ent in ipairs(call('ZRANGEBYSCORE', P .. 'delayed', '-inf', now, 'LIMIT', 0, MAX)) do schedule(ent) end
local waking = call('SRANDMEMBER', P .. 'wake')
if waking then wake(waking) end

-- The entity that an operation has to wait for: one that it refers to and that has earlier writes.
local function blocker(ent, id, seq)
  local related = call('HGET', opkey(id), 'related')
  if not related then return nil end
  for _, item in ipairs(cjson.decode(related)) do
    for _, its in ipairs(known_names(item[1], item[2], item[3], '')) do
      local other = found(item[1], its)
      if other and other ~= ent then
        local _, earliest = head(other)
        if earliest and earliest < seq then return other end
      end
    end
  end
end

local function may_join(lead, op, merged)
  -- state, sent, alone, merge, guid, sid, target, type, new, client, rep, answer must be as they are with the first.
  if op[2] or op[3] or op[4] ~= '1' then return false end
  for i = 5, 12 do if op[i] ~= lead[i] then return false end end
  for member, how in pairs(cjson.decode(op[13])) do
    if merged[member] and (how == 'n' or merged[member] == 'n') then return false end
  end
  return true
end

local function facts(id)
  return call('HMGET', opkey(id), 'state', 'sent', 'alone', 'merge', 'guid', 'sid', 'target', 'type', 'new', 'client',
    'rep', 'answer', 'members', 'size', 'set', 'open')
end

-- What was sent together once, and goes together again unless others turned out to be between. Then, since the last to be
-- sent wins, each is sent alone in its turn; where an attempt may have had an effect, the request goes once more as it was,
-- and what it had overtaken the others with is done once more after them.
local function once_together(ent, ids, open)
  local foreign = false
  for i, one in ipairs(first(ent, #ids)) do
    foreign = foreign or one[1] ~= ids[i]
    if foreign and open then
      call('HSET', opkey(ids[i]), 'redo', 1)
    end
  end
  if not foreign or open then return ids end
  for _, id in ipairs(ids) do
    call('HDEL', opkey(id), 'set', 'with')
    call('HSET', opkey(id), 'alone', 1)
  end
  return {ids[1]}
end

-- The operations that go as one request, the first of the box first.
local function together(ent, id, seq)
  local lead = facts(id)
  if lead[15] then return once_together(ent, cjson.decode(lead[15]), lead[16]) end
  local resource = resource_of(ent)
  local ids = {id}
  if lead[2] or lead[3] or lead[4] ~= '1' or string.find(apart, ',' .. resource .. ',', 1, true) then
    return ids
  end
  local merged, bytes = cjson.decode(lead[13]), num(lead[14])
  for i, next_one in ipairs(first(ent, MAX)) do
    if i > 1 then
      local op = facts(next_one[1])
      bytes = bytes + num(op[14])
      if bytes > most_bytes or not may_join(lead, op, merged) or blocker(ent, next_one[1], next_one[2]) then break end
      for member, how in pairs(cjson.decode(op[13])) do merged[member] = how end
      ids[#ids + 1] = next_one[1]
    end
  end
  return ids
end

-- Whether Frontu has shown the item under the name by which an operation would have it looked for.
local function seen(ent, id)
  local op = call('HMGET', opkey(id), 'guid', 'sid')
  local e = call('HMGET', entkey(ent), 'seen', 'n:' .. names(op[1], op[2], id)[1])
  return e[1] and e[2] == '1' and '1' or '0'
end

local function take(ent, ids)
  local token = call('HINCRBY', STATE, 'claims', 1)
  local claim = {tostring(token), seen(ent, ids[1]), call('HGET', opkey(ids[1]), 'open') or '0'}
  call('HSET', P .. 'claim:' .. token, 'owner', owner, 'ops', cjson.encode(ids))
  call('ZADD', P .. 'claims:' .. owner, now, token)
  if #ids > 1 then call('HSET', opkey(ids[1]), 'set', cjson.encode(ids)) end
  for i, id in ipairs(ids) do
    become(id, 'sending')
    -- Whoever has to look for the item first may still find that others are before it.
    call('HSET', opkey(id), 'past', (claim[2] == '1' or call('HGET', opkey(id), 'new') == '1') and 1 or 0)
    if i > 1 then call('HSET', opkey(id), 'with', ids[1]) end
    claim[3 + i] = call('HMGET', opkey(id), 'client', 'res', 'action', 'guid', 'sid', 'new', 'rep', 'target', 'type',
      'answer', 'att', 'seq', 'trace')
    claim[3 + i][13] = claim[3 + i][13] or ''
    table.insert(claim[3 + i], 1, id)
  end
  unlist(ent)
  call('HINCRBY', entkey(ent), 'run', 1)
  return claim
end

-- To find that something has to wait takes no turn. So that a client of which much does delays nobody else, it is passed
-- over for the rest of a run when it has been looked at in vain so often.
local MOST_VAIN = MAX / 4
local vain, passed_over = {}, 0

local function in_vain(client)
  vain[client] = (vain[client] or 0) + 1
  if vain[client] == MOST_VAIN then passed_over = passed_over + 1 end
end

-- The client that goes next, and the turns it has taken.
local function next_client()
  local turns = call('ZRANGE', P .. 'turn', 0, passed_over, 'WITHSCORES')
  for i = 1, #turns, 2 do
    if (vain[turns[i]] or 0) < MOST_VAIN then return turns[i], turns[i + 1] end
  end
end

local results = {'claims'}
local looked = 0
while #results - 1 < wanted and looked < MAX do
  looked = looked + 1
  local client, taken = next_client()
  if not client then break end
  local ready = call('ZRANGE', P .. 'ready:' .. client, 0, 0)[1]
  if not ready then
    call('HSET', STATE, 'p:' .. client, taken)
    call('ZREM', P .. 'turn', client)
  else
    local id, seq = head(ready)
    local other = id and blocker(ready, id, seq)
    if not id then
      schedule(ready)
      in_vain(client)
    elseif other then
      unlist(ready)
      call('HSET', entkey(ready), 'at', 'w')
      wait_for(other, ready, seq)
      in_vain(client)
    else
      results[#results + 1] = take(ready, together(ready, id, seq))
      call('HSET', STATE, 'vt', taken)
      call('ZINCRBY', P .. 'turn', 1 / math.max(1, num(call('HGET', STATE, 'w:' .. client))), client)
    end
  end
end
local next_due = call('ZRANGE', P .. 'delayed', 0, 0, 'WITHSCORES')[2]
if looked == MAX or passed_over > 0 or call('EXISTS', P .. 'wake') == 1 then next_due = now end
results[#results + 1] = next_due and math.max(0, tonumber(next_due) - now) or -1
return results
