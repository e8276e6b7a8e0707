-- What the scripts of the write queue share; put before each of them (writes-accept, writes-claim, …), never run alone.
--
-- KEYS[1]  the accept counter, fg:{w:<account>}:seq. Every other key begins as it does up to the last colon, so all of
--          them are of one hash slot; they are listed in RedisKeys.
--
-- An entity is one item of Frontu, written `<resource>:<number>`. Its names (`g:` and a guid, `s:` and a systemId, `o:` and
-- an operation's id where it has neither) lead to it by the hash alias:<resource>. Its hash ent:… has
--   n:<name>   1 when Frontu has shown that the name is its, 0 while an operation merely says so
--   run        claims under way on it                     at      the list it stands in: d(elayed), r:<client>, w(aiting)
--   hold       until when only `holder` may be sent       last    the highest sequence that is done
--   seen       1 once Frontu has shown the item           keep    until when it must not be forgotten
--   s:<guid>   the systemId that Frontu has shown with it last
--   parts      further boxes of it, after two entities turned out to be one
--   lost       until when a sender that was given up may still be heard of; lostseq its lowest sequence
-- Its box is a sorted set of the operations that are queued or being sent, by accept sequence; it is the only order there is.
local call = redis.call
local P = string.sub(KEYS[1], 1, -4)
local STATE = P .. 'state'
local MAX = 100 -- items that one run may touch
local DAY, MONTH = 86400000, 30 * 86400000
local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function opkey(id) return P .. 'op:' .. id end
local function entkey(ent) return P .. 'ent:' .. ent end
local function resource_of(ent) return string.match(ent, '^([^:]*):') end
local function num(value) return tonumber(value or 0) or 0 end

-- The boxes of an entity: one, or several of which it was united.
local function boxes(ent)
  local all = {P .. 'box:' .. ent}
  local parts = call('HGET', entkey(ent), 'parts')
  if parts then
    for part in string.gmatch(parts, '[^,]+') do
      all[#all + 1] = P .. 'box:' .. resource_of(ent) .. ':' .. part
    end
  end
  return all
end

-- The first operations of an entity in their order, as {id, sequence} each.
local function first(ent, count)
  local found = {}
  local all = boxes(ent)
  for _, box in ipairs(all) do
    local some = call('ZRANGE', box, 0, count - 1, 'WITHSCORES')
    for i = 1, #some, 2 do
      found[#found + 1] = {some[i], tonumber(some[i + 1])}
    end
  end
  if #all > 1 then
    table.sort(found, function(a, b) return a[2] < b[2] end)
    while #found > count do table.remove(found) end
  end
  return found
end

local function head(ent)
  local found = first(ent, 1)[1]
  if found then return found[1], found[2] end
end

local function names(guid, system_id, id)
  local all = {}
  if guid ~= '' then all[#all + 1] = 'g:' .. guid end
  if system_id ~= '' then all[#all + 1] = 's:' .. system_id end
  if #all == 0 then all[1] = 'o:' .. id end
  return all
end

local function found(resource, name)
  local number = call('HGET', P .. 'alias:' .. resource, name)
  return number and resource .. ':' .. number or nil
end

-- Which systemId Frontu has shown with a guid, also of items that nothing waits for: for writes that come under one name after
-- another's under the other. Many small hashes of short fields, since Redis keeps those as lists of bytes; in a full one, one
-- makes room.
local PAIRS = 128
local LONGEST = 1020 -- bytes of a name; no caller can use a longer one

local function pair_of(resource, guid)
  local digest = redis.sha1hex(resource .. ':' .. guid)
  return P .. 'pairs:' .. string.sub(digest, 1, 3), string.sub(digest, 4, 23)
end

local function remember(resource, guid, system_id)
  if guid == '' or system_id == '' or #system_id > LONGEST then return end
  local key, item = pair_of(resource, guid)
  -- Most are known: what writes nothing does not wait for the disk.
  if call('HGET', key, item) == system_id then return end
  if call('HSET', key, item, system_id) == 1 and call('HLEN', key) > PAIRS then
    call('HDEL', key, call('HRANDFIELD', key))
  end
end

-- The names under which something may be known of an item that is spoken of by these.
local function known_names(resource, guid, system_id, id)
  local all = names(guid, system_id, id)
  local remembered = guid ~= '' and call('HGET', pair_of(resource, guid))
  if remembered and remembered ~= system_id then all[#all + 1] = 's:' .. remembered end
  return all
end

local function name(ent, its, known)
  call('HSET', P .. 'alias:' .. resource_of(ent), its, string.match(ent, ':(%d+)$'))
  if known then
    call('HSET', entkey(ent), 'n:' .. its, 1)
  else
    call('HSETNX', entkey(ent), 'n:' .. its, 0)
  end
end

local function keep(ent, till)
  if num(call('HGET', entkey(ent), 'keep')) < till then call('HSET', entkey(ent), 'keep', till) end
  call('ZADD', P .. 'entities', 'GT', till, ent)
end

local function unlist(ent)
  local at = call('HGET', entkey(ent), 'at')
  if at == 'd' then
    call('ZREM', P .. 'delayed', ent)
  elseif at and string.sub(at, 1, 2) == 'r:' then
    call('ZREM', P .. 'ready:' .. string.sub(at, 3), ent)
  end
  if at then call('HDEL', entkey(ent), 'at') end
end

-- Items of one entity that Frontu has shown apart, brought together by a rename that it then refused, go their own ways again.
local function part(ent, all, till)
  local systems, shown, alias = {}, 0, P .. 'alias:' .. resource_of(ent)
  for i = 1, #all, 2 do
    if string.sub(all[i], 1, 2) == 's:' then
      shown = shown + 1
      systems[all[i + 1]] = (systems[all[i + 1]] or 0) + 1
    end
  end
  for i = 1, #all, 2 do
    if shown > 1 and string.sub(all[i], 1, 2) == 's:' and systems[all[i + 1]] == 1 then
      shown = shown - 1
      local other = resource_of(ent) .. ':' .. call('HINCRBY', STATE, 'entities', 1)
      for _, its in ipairs({'g:' .. string.sub(all[i], 3), 's:' .. all[i + 1]}) do
        if call('HGET', entkey(ent), 'n:' .. its) == '1' and call('HGET', alias, its) == string.match(ent, ':(%d+)$') then
          call('HDEL', entkey(ent), 'n:' .. its)
          name(other, its, true)
        end
      end
      call('HDEL', entkey(ent), all[i])
      call('HSET', entkey(other), 'seen', 1, all[i], all[i + 1], 'last', call('HGET', entkey(ent), 'last') or 0)
      keep(other, till)
    end
  end
end

-- Nothing waits and nothing is under way: names that Frontu never confirmed go, and the entity, unless something of it is
-- still to be remembered.
local function drained(ent)
  local alias = P .. 'alias:' .. resource_of(ent)
  local all = call('HGETALL', entkey(ent))
  local known, merely_said, till, lost, hold, shown = 0, {}, 0, 0, 0, 0
  for i = 1, #all, 2 do
    local field, value = all[i], all[i + 1]
    if string.sub(field, 1, 2) == 'n:' then
      if value == '1' then known = known + 1 else merely_said[#merely_said + 1] = string.sub(field, 3) end
    elseif field == 'keep' then
      till = math.max(till, num(value))
    elseif field == 'hold' then
      hold = num(value)
      till = math.max(till, hold)
    elseif string.sub(field, 1, 2) == 's:' then
      shown = shown + 1
    elseif field == 'lost' then
      lost = num(value)
    end
  end
  call('HDEL', entkey(ent), 'parts')
  if till > now or lost > now then
    keep(ent, math.max(till, lost))
    if known == 0 or lost > now then return end
  end
  if shown > 1 and hold <= now and lost <= now then part(ent, all, till) end
  for _, its in ipairs(merely_said) do
    if call('HGET', alias, its) == string.match(ent, ':(%d+)$') then call('HDEL', alias, its) end
    call('HDEL', entkey(ent), 'n:' .. its)
  end
  if known == 0 then
    call('DEL', entkey(ent))
    call('ZREM', P .. 'entities', ent)
  end
end

-- Puts an entity, of which `at` says so, into the list of a client's that may be sent, by the sequence of its first operation.
local function ready(ent, client, seq)
  call('ZADD', P .. 'ready:' .. client, seq, ent)
  if not call('ZSCORE', P .. 'turn', client) then
    local share = call('HMGET', STATE, 'vt', 'p:' .. client)
    call('ZADD', P .. 'turn', math.max(num(share[1]), num(share[2])), client)
  end
end

-- Puts an entity into the list it belongs to: ready under the client of its first operation, delayed, or none.
local function schedule(ent)
  unlist(ent)
  local e = call('HMGET', entkey(ent), 'run', 'hold', 'holder')
  if call('EXISTS', entkey(ent)) == 0 or num(e[1]) > 0 then return end
  local id, seq = head(ent)
  if not id then return drained(ent) end
  local op = call('HMGET', opkey(id), 'client', 'due')
  local due = num(op[2])
  if e[3] ~= id then due = math.max(due, num(e[2])) end
  if due > now then
    call('ZADD', P .. 'delayed', due, ent)
    call('HSET', entkey(ent), 'at', 'd')
    return
  end
  call('HSET', entkey(ent), 'at', 'r:' .. op[1])
  ready(ent, op[1], seq)
end

-- From now on an entity waits for another, by the sequence of its first operation.
local function wait_for(other, ent, seq)
  call('ZADD', P .. 'waiting:' .. other, seq, ent)
  call('SADD', P .. 'awaited', other)
end

-- Replicas that ran before there was waiting:… note what waits in the set waiters:…, and wake nothing else. Their notes are
-- taken over here; what they leave asleep, the sweep wakes by `awaited`.
local function take_over_waiters(ent)
  local waiters = P .. 'waiters:' .. ent
  for _, waiter in ipairs(call('SPOP', waiters, MAX)) do
    local _, seq = head(waiter)
    if seq then wait_for(ent, waiter, seq) end
  end
  return call('EXISTS', waiters) == 1
end

-- What waited for an entity looks again, as far as the entity's first operation, which may be the same as before, lets it:
-- whatever else were woken would only come back to wait. Beyond MAX the rest is left in `wake`.
local function wake(ent)
  local waiting = P .. 'waiting:' .. ent
  local more = take_over_waiters(ent)
  local below = '+inf'
  -- The box of one that was united with another may still be there, as a part of the other's.
  if call('EXISTS', entkey(ent)) == 1 then
    local _, seq = head(ent)
    if seq then below = '(' .. seq end
  end
  local some = call('ZRANGEBYSCORE', waiting, '-inf', below, 'LIMIT', 0, MAX)
  for _, waiter in ipairs(some) do
    call('ZREM', waiting, waiter)
    schedule(waiter)
  end
  if call('EXISTS', waiting) == 0 then call('SREM', P .. 'awaited', ent) end
  if more or #some == MAX then
    call('SADD', P .. 'wake', ent)
  else
    call('SREM', P .. 'wake', ent)
  end
end

-- Two entities have turned out to be one. Boxes keep their order whatever is put together, since it is that of acceptance;
-- a long one is not moved but becomes a part.
local function unite(a, b)
  local into, from = entkey(a), entkey(b)
  unlist(a)
  unlist(b)
  local parts = call('HGET', into, 'parts') or ''
  for _, box in ipairs(boxes(b)) do
    local size = call('ZCARD', box)
    if size > MAX then
      parts = parts .. ',' .. string.match(box, ':(%d+)$')
    elseif size > 0 then
      local some = call('ZRANGE', box, 0, -1, 'WITHSCORES')
      for i = 1, #some, 2 do call('ZADD', P .. 'box:' .. a, some[i + 1], some[i]) end
      call('DEL', box)
    end
  end
  if parts ~= '' then call('HSET', into, 'parts', parts) end
  local all = call('HGETALL', from)
  for i = 1, #all, 2 do
    local field, value = all[i], all[i + 1]
    if string.sub(field, 1, 2) == 'n:' then
      name(a, string.sub(field, 3), value == '1')
    elseif field == 'run' then
      call('HINCRBY', into, 'run', value)
    elseif field == 'seen' then
      call('HSET', into, 'seen', 1)
    elseif string.sub(field, 1, 2) == 's:' then
      call('HSET', into, field, value)
    elseif field == 'keep' then
      keep(a, num(value))
    elseif field == 'hold' and num(value) > num(call('HGET', into, 'hold')) then
      call('HSET', into, 'hold', value)
      call('HDEL', into, 'holder')
    elseif (field == 'last' or field == 'lost') and num(value) > num(call('HGET', into, field)) then
      call('HSET', into, field, value)
    elseif field == 'lostseq' and num(value) < (tonumber(call('HGET', into, 'lostseq') or '') or math.huge) then
      call('HSET', into, 'lostseq', value)
    end
  end
  local kept = call('ZRANGE', P .. 'kept:' .. b, 0, -1, 'WITHSCORES')
  for i = 1, #kept, 2 do call('ZADD', P .. 'kept:' .. a, kept[i + 1], kept[i]) end
  call('DEL', from, P .. 'kept:' .. b)
  call('ZREM', P .. 'entities', b)
  if call('EXISTS', P .. 'waiting:' .. b, P .. 'waiters:' .. b) > 0 then call('SADD', P .. 'wake', b) end
  -- Where nothing waits yet, whoever unites them is about to put something there: it has not drained.
  if head(a) then schedule(a) end
end

-- A new entity of these names, none of which leads anywhere, and which an operation merely says are its.
local function newcomer(resource, all, at)
  local number = call('HINCRBY', STATE, 'entities', 1)
  local ent = resource .. ':' .. number
  local alias, fields = {}, {'at', at}
  for _, its in ipairs(all) do
    alias[#alias + 1], alias[#alias + 2] = its, number
    fields[#fields + 1], fields[#fields + 2] = 'n:' .. its, 0
  end
  call('HSET', P .. 'alias:' .. resource, unpack(alias))
  call('HSET', entkey(ent), unpack(fields))
  return ent
end

-- The entity of all these names, which unites those that were several. `known`: Frontu has shown that they belong together.
local function entity(resource, all, known)
  local ent
  for _, its in ipairs(all) do
    local one = found(resource, its)
    if one and not ent then
      ent = one
    elseif one and one ~= ent then
      local a, b = ent, one
      if tonumber(string.match(b, ':(%d+)$')) < tonumber(string.match(a, ':(%d+)$')) then a, b = b, a end
      unite(a, b)
      ent = a
    end
  end
  if not ent then ent = resource .. ':' .. call('HINCRBY', STATE, 'entities', 1) end
  for _, its in ipairs(all) do name(ent, its, known) end
  return ent
end

-- Frontu has shown both names of an item. One that the item had before is from now on only what operations say: who may
-- not create looks first, since it leads to nothing, or to another item.
local function renamed(ent, guid, system_id)
  if guid == '' or system_id == '' then return end
  local before = call('HGET', entkey(ent), 's:' .. guid)
  if before == system_id then return end
  call('HSET', entkey(ent), 's:' .. guid, system_id)
  if not before then return end
  local all = call('HGETALL', entkey(ent))
  for i = 1, #all, 2 do
    -- It has gone on to another item, of which it was shown, too.
    if string.sub(all[i], 1, 2) == 's:' and all[i + 1] == before then return end
  end
  call('HSET', entkey(ent), 'n:s:' .. before, 0)
end

-- The entity of an operation, which has one as long as it stands in a box.
local function entity_of(id)
  local op = call('HMGET', opkey(id), 'res', 'guid', 'sid')
  if not op[1] then return nil end
  for _, its in ipairs(names(op[2], op[3], id)) do
    local ent = found(op[1], its)
    if ent then return ent end
  end
end

local function leave(ent, id)
  for _, box in ipairs(boxes(ent)) do
    if call('ZREM', box, id) == 1 then return end
  end
end

-- Moves an operation to another state, in every list that goes by states.
local function become(id, state)
  local op = call('HMGET', opkey(id), 'state', 'seq')
  if op[1] then call('ZREM', P .. 'st:' .. op[1], id) end
  call('ZADD', P .. 'st:' .. state, op[2], id)
  call('HSET', opkey(id), 'state', state, 'updated', now)
end

-- Notes that a place in the queue has come free, of a client or (empty) of all, and how far apart places do.
local function freed(client)
  local its = call('HMGET', STATE, 'f:' .. client, 'e:' .. client)
  local gap = its[1] and now - num(its[1]) or 0
  local usual = its[2] and math.floor(0.8 * num(its[2]) + 0.2 * gap) or gap
  call('HSET', STATE, 'f:' .. client, now, 'e:' .. client, usual)
end

local function count(id, sign)
  local op = call('HMGET', opkey(id), 'client', 'size')
  call('HINCRBY', STATE, 'n', sign)
  call('HINCRBY', STATE, 'bytes', sign * num(op[2]))
  call('HINCRBY', STATE, 'n:' .. op[1], sign)
  call('HINCRBY', STATE, 'b:' .. op[1], sign * num(op[2]))
  if sign < 0 then
    freed(op[1])
    freed('')
  end
end

-- An operation is over. The body stays with a dead one, which may be replayed.
local function over(ent, id, state)
  leave(ent, id)
  count(id, -1)
  become(id, state)
  call('HDEL', opkey(id), 'due', 'set', 'with', 'redo')
  call('ZADD', P .. 'sweep', now + (state == 'dead' and MONTH or DAY), id)
  if state == 'dead' then
    keep(ent, now + MONTH)
  else
    call('DEL', P .. 'body:' .. id)
  end
end

local function dead(ent, id, reason, problem)
  over(ent, id, 'dead')
  call('HSET', opkey(id), 'reason', reason, 'problem', problem)
end

-- The operations of a claim, if whoever asks still has it: the lease must stand ('lost' if not), and the claim be there
-- ('gone' if not: it was ended before, and the answer did not arrive).
local function claim_of(owner, token)
  local lease = call('HGET', P .. 'lease', owner)
  if not lease or lease == 'x' then return nil, 'lost' end
  local claim = call('HMGET', P .. 'claim:' .. token, 'owner', 'ops')
  if claim[1] ~= owner then return nil, 'gone' end
  return cjson.decode(claim[2])
end

local function end_claim(owner, token, ent)
  call('DEL', P .. 'claim:' .. token)
  call('ZREM', P .. 'claims:' .. owner, token)
  if call('HINCRBY', entkey(ent), 'run', -1) <= 0 then call('HDEL', entkey(ent), 'run') end
end

-- What was claimed has not left: everything is as before, the client's turn too.
local function give_back(ids)
  local lead = call('HMGET', opkey(ids[1]), 'sent', 'client')
  for _, id in ipairs(ids) do
    become(id, 'queued')
    if not lead[1] then call('HDEL', opkey(id), 'set', 'with') end
  end
  if call('ZSCORE', P .. 'turn', lead[2]) then
    call('ZINCRBY', P .. 'turn', -1 / math.max(1, num(call('HGET', STATE, 'w:' .. lead[2]))), lead[2])
  end
end

local function settled(ent)
  schedule(ent)
  wake(ent)
end

-- From now on for a while, only this operation of the entity may be sent: an attempt of it may still reach Frontu.
local function hold(ent, id, span)
  if num(call('HGET', entkey(ent), 'hold')) < now + span then call('HSET', entkey(ent), 'hold', now + span) end
  call('HSET', entkey(ent), 'holder', id)
end

-- The attempt failed, or nobody knows. `open`: it may have had an effect, so the entity's next one waits. The same
-- operations are sent again as they were, unless they are too old for that. `spent`: how many attempts it counts for.
local function again(ent, ids, due, open, span, most, oldest, problem, spent)
  local lead = call('HMGET', opkey(ids[1]), 'att', 'since', 'rep')
  local attempts = num(lead[1]) + spent
  if open then hold(ent, ids[1], span) end
  local reason
  if open and lead[3] == '0' then
    reason = 'outcome-unknown'
  elseif attempts >= most or now - num(lead[2]) >= oldest then
    reason = 'attempts-exhausted'
  end
  for _, id in ipairs(ids) do
    call('HSET', opkey(id), 'att', attempts, 'sent', 1, 'problem', problem)
    if open then call('HSET', opkey(id), 'open', 1) end
    if reason then
      dead(ent, id, reason, problem)
    else
      become(id, 'queued')
      call('HSET', opkey(id), 'due', due)
    end
  end
  return reason
end
