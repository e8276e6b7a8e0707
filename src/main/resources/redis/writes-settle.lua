-- Ends a claim with what became of it. Whoever has lost the lease or the claim changes nothing.
--
-- ARGV[1]  owner of the lease
-- ARGV[2]  token of the claim
-- ARGV[3]  what became of it, with its own arguments from ARGV[4] on:
--   done     result (JSON or empty), guid, systemId (as learned, or empty), Frontu's answer (status and type, or empty),
--            its body
--   refused  problem (JSON), Frontu's answer, its body: dead; a request of several is taken apart instead
--   missing  problem (JSON): dead, not-found
--   unseeable  problem (JSON): dead, refused; all of them, since it is of the item that it cannot be seen
--   failed   problem (JSON), ms until the next attempt, open (1/0), ms of the hold, most attempts, most ms of age, whether it
--            counts as an attempt (1/0)
--   unknown  problem (JSON), ms of the hold, Frontu's answer, its body: dead, outcome-unknown
--   unsent   why (quota, breaker or empty), ms for which that is likely to last: nothing left, so no attempt is counted
--   seen     guid, systemId: the item is there; the claim goes on, unless it turns out ('behind') that its entity is one
--            that another claim is under way on, which an earlier write or one that has left before has made: then it waits
--
-- Returns  'ok'; 'apart' when a refused request was taken apart; 'again' when what is done has to be done once more; the
--          reason when it ended dead; 'lost' and 'gone' as in claim_of
-- Cost     O(log n) for each operation of the claim, at most 100, and for each of at most 100 entities that waited.
local owner, token, what = ARGV[1], ARGV[2], ARGV[3]
local ids, without = claim_of(owner, token)
if not ids then return without end
local ent = entity_of(ids[1])

local function learn(guid, system_id)
  local op = call('HMGET', opkey(ids[1]), 'res', 'guid', 'sid')
  local all = {}
  if guid ~= '' then all[#all + 1] = 'g:' .. guid end
  if system_id ~= '' then all[#all + 1] = 's:' .. system_id end
  -- An item made without either is found under its guid from now on; its own name leads to the same place until then.
  if op[2] == '' and op[3] == '' then all[#all + 1] = 'o:' .. ids[1] end
  if op[2] ~= '' and guid == '' then all[#all + 1] = 'g:' .. op[2] end
  if op[3] ~= '' and system_id == '' then all[#all + 1] = 's:' .. op[3] end
  if #all == 0 then return end
  local known = entity(op[1], all, true)
  if known ~= ent and call('EXISTS', entkey(ent)) == 1 and found(op[1], names(op[2], op[3], ids[1])[1]) == ent then
    local a, b = ent, known
    if tonumber(string.match(b, ':(%d+)$')) < tonumber(string.match(a, ':(%d+)$')) then a, b = b, a end
    unite(a, b)
    known = a
  end
  ent = known
  if op[2] == '' and op[3] == '' then call('HSET', entkey(ent), 'n:o:' .. ids[1], 0) end
  call('HSET', entkey(ent), 'seen', 1)
  renamed(ent, guid, system_id)
  remember(op[1], guid, system_id)
  keep(ent, now + DAY)
end

local function answer(head_line, body)
  if head_line == '' then return end
  for _, id in ipairs(ids) do call('HSET', opkey(id), 'head', head_line) end
  call('SET', P .. 'answer:' .. ids[1], body)
end

local function finish(id, result)
  local op = call('HMGET', opkey(id), 'seq', 'redo')
  if op[2] then
    -- An older write may have come to Frontu after it, sent by a replica that had been given up.
    call('HDEL', opkey(id), 'redo', 'set', 'with')
    call('HSET', opkey(id), 'sent', 1, 'alone', 1)
    become(id, 'queued')
    return
  end
  local seq = tonumber(op[1])
  if num(call('HGET', entkey(ent), 'lost')) > now then
    -- The body is kept as long as a sender that was given up may be heard of.
    call('RENAME', P .. 'body:' .. id, P .. 'keptbody:' .. id)
    call('ZADD', P .. 'kept:' .. ent, seq, id)
  end
  over(ent, id, 'done')
  call('HDEL', opkey(id), 'problem', 'reason')
  if id == ids[1] then
    if result ~= '' then call('HSET', opkey(id), 'result', result) end
  else
    call('HSET', opkey(id), 'into', ids[1])
  end
  if num(call('HGET', entkey(ent), 'last')) < seq then call('HSET', entkey(ent), 'last', seq) end
end

local outcome = 'ok'
if what == 'seen' then
  learn(ARGV[4], ARGV[5])
  local behind = false
  if num(call('HGET', entkey(ent), 'run')) > 1 then
    for _, other in ipairs(first(ent, MAX)) do
      local op = call('HMGET', opkey(other[1]), 'state', 'past')
      local earlier = other[2] < tonumber(call('HGET', opkey(ids[1]), 'seq'))
      local own = false
      for _, id in ipairs(ids) do own = own or id == other[1] end
      behind = behind or not own and op[1] == 'sending' and (earlier or op[2] == '1')
    end
  end
  if not behind then
    call('HSET', opkey(ids[1]), 'past', 1)
    return 'ok'
  end
  outcome = 'behind'
  end_claim(owner, token, ent)
  give_back(ids)
elseif what == 'done' then
  local before = ids[1]
  learn(ARGV[5], ARGV[6])
  end_claim(owner, token, ent)
  answer(ARGV[7], ARGV[8])
  for _, id in ipairs(ids) do
    call('HINCRBY', opkey(id), 'att', 1)
    if call('HGET', opkey(id), 'redo') then outcome = 'again' end
    if ARGV[5] ~= '' and call('HGET', opkey(id), 'guid') == '' then call('HSET', opkey(id), 'knownguid', ARGV[5]) end
    if ARGV[6] ~= '' and call('HGET', opkey(id), 'sid') == '' then call('HSET', opkey(id), 'knownsid', ARGV[6]) end
    finish(id, ARGV[4])
  end
  if call('HGET', entkey(ent), 'holder') == before then call('HDEL', entkey(ent), 'holder') end
elseif what == 'refused' then
  end_claim(owner, token, ent)
  if #ids > 1 then
    for _, id in ipairs(ids) do
      call('HINCRBY', opkey(id), 'att', 1)
      call('HSET', opkey(id), 'alone', 1)
      call('HDEL', opkey(id), 'set', 'with', 'due', 'redo')
      become(id, 'queued')
    end
    outcome = 'apart'
  else
    answer(ARGV[5], ARGV[6])
    call('HINCRBY', opkey(ids[1]), 'att', 1)
    dead(ent, ids[1], 'refused', ARGV[4])
    outcome = 'refused'
  end
elseif what == 'missing' or what == 'unseeable' then
  outcome = what == 'missing' and 'not-found' or 'refused'
  end_claim(owner, token, ent)
  for _, id in ipairs(ids) do dead(ent, id, outcome, ARGV[4]) end
elseif what == 'failed' then
  end_claim(owner, token, ent)
  outcome = again(ent, ids, now + tonumber(ARGV[5]), ARGV[6] == '1', tonumber(ARGV[7]), tonumber(ARGV[8]),
    tonumber(ARGV[9]), ARGV[4], tonumber(ARGV[10])) or 'ok'
elseif what == 'unknown' then
  end_claim(owner, token, ent)
  hold(ent, ids[1], tonumber(ARGV[5]))
  answer(ARGV[6], ARGV[7])
  for _, id in ipairs(ids) do dead(ent, id, 'outcome-unknown', ARGV[4]) end
  outcome = 'outcome-unknown'
elseif what == 'unsent' then
  end_claim(owner, token, ent)
  give_back(ids)
  if ARGV[4] ~= '' then call('HSET', STATE, 'why', ARGV[4], 'whytill', now + tonumber(ARGV[5])) end
end
settled(ent)
return outcome
