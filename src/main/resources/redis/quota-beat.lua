-- The heartbeat of a replica, once a second, and a look at the whole ledger.
--
-- Says that the replica lives and with what settings (of different ones the smaller limit and the longer window hold), renews
-- its reserve, lets the working limit climb, forgets waiting calls of replicas that have gone, and tells how things stand.
--
-- KEYS[1…5] slots, flight, state, clients, waiting; see quota-take    KEYS[6] shares    KEYS[7] members, KEYS[8] missing; see
--          quota-restore
-- KEYS[9]  settings: hash, replica -> limit, window, reserve of all replicas
-- KEYS[10] reserve: sorted set, replica, US, number of its reserved slots -> when a request sent with one no longer counts
-- ARGV[1]  incarnation    ARGV[2]  ledger time after which nothing may be done any more    ARGV[3]  replica
-- ARGV[4]  ms that a slot is held beyond the window when nobody settles it
-- ARGV[5]  limit    ARGV[6]  window in ms    ARGV[7]  reserve of all replicas together
-- ARGV[8]  ms for which the replica may use its reserve from now on
-- ARGV[9]  ledger time from which on the replica has watched the clock without a break
-- ARGV[10] number of shares that follow, -1 when they have not changed; each is a client and its share
-- then     pairs: client, reads and writes saved since the last heartbeat
--
-- Returns  {'lost', now}, {'late', now} or {'unsure', now}: nobody has watched the clock for some seconds, wait for others; or
--          {'ok', now, run id, flat list of facts, flat list of members and ms since they were heard of, flat list of CLIENTS,
--          flat list of SHARES, flat list: class, US, client -> waiting}
-- Cost     O(clients + members), and INFO, which is slow.
local SLOTS, FLIGHT, STATE, CLIENTS, WAITING, SHARES, MEMBERS, MISSING, SETTINGS, RESERVE =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local ME, HOLD, LEASE = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[8])
local GONE, UNSURE = 3000, 1500
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local s = call('HMGET', STATE, 'inc', 'run', 'held', 'last', 'unsure', 'limit', 'window', 'cut', 'climb', 'swept', 'worst')
local run = string.match(call('INFO', 'server'), 'run_id:(%x+)') or ''
if s[1] ~= ARGV[1] or s[2] ~= run then return {'lost', now} end
if tonumber(s[3] or '0') ~= call('ZCARD', SLOTS) then
  call('HDEL', STATE, 'inc')
  return {'lost', now}
end
if now > tonumber(ARGV[2]) then return {'late', now} end

-- A clock that was set while nobody looked cannot be told from a long silence: those who were there before speak first.
local last = tonumber(s[4] or now)
if now - last > GONE and tonumber(ARGV[9]) > last then
  local since = tonumber(s[5])
  if not since or now - since > 10 * UNSURE then
    call('HSET', STATE, 'unsure', now)
    return {'unsure', now}
  elseif now - since < UNSURE then
    return {'unsure', now}
  end
end
call('HSET', STATE, 'last', now)
if s[5] then call('HDEL', STATE, 'unsure') end

-- Who is here, and what of different settings holds.
local before = tonumber(s[7] or ARGV[6])
local span = HOLD + math.max(before, tonumber(ARGV[6]))
call('ZADD', MEMBERS, now, ME)
call('ZREM', MISSING, ME)
call('ZREMRANGEBYSCORE', MISSING, '-inf', now)
call('ZREMRANGEBYSCORE', MEMBERS, '-inf', now - 3000 - span)
call('HSET', SETTINGS, ME, ARGV[5] .. ' ' .. ARGV[6] .. ' ' .. ARGV[7])
local members = call('ZRANGE', MEMBERS, 0, -1, 'WITHSCORES')
local alive, place, seen = 0, 0, {}
local reserve_all = 0
local limit, window = tonumber(ARGV[5]), tonumber(ARGV[6])
local ages = {}
for i = 1, #members, 2 do
  ages[i], ages[i + 1] = members[i], now - members[i + 1]
  if now - members[i + 1] <= GONE then
    seen[members[i]] = true
    alive = alive + 1
    if members[i] < ME then place = place + 1 end
  end
end
local settings = call('HGETALL', SETTINGS)
local differ = 0
for i = 1, #settings, 2 do
  if seen[settings[i]] then
    local l, w, r = string.match(settings[i + 1], '^(%d+) (%d+) (%d+)$')
    l, w, r = tonumber(l), tonumber(w), tonumber(r)
    if l ~= tonumber(ARGV[5]) or w ~= tonumber(ARGV[6]) then differ = 1 end
    limit, window, reserve_all = math.min(limit, l), math.max(window, w), math.max(reserve_all, r)
  else
    call('HDEL', SETTINGS, settings[i])
  end
end
reserve_all = math.min(reserve_all, limit - 1)
if window > before then -- slots of the shorter window must count for the longer one
  local all = call('ZRANGE', SLOTS, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do call('ZADD', SLOTS, all[i + 1] + (window - before), all[i]) end
end

-- The working limit, which fell with a 429, climbs by a twentieth of the limit a window.
local cut = tonumber(s[8] or '0')
if cut > 0 and now >= tonumber(s[9] or '0') then
  cut = math.max(0, cut - math.ceil(limit / 20))
  call('HSET', STATE, 'climb', now + window)
end
cut = math.min(cut, limit - 1)
local working = limit - cut

-- What has freed.
local heldk_less = 0
while true do
  local gone = call('ZRANGEBYSCORE', SLOTS, '-inf', now, 'LIMIT', 0, 500)
  if #gone == 0 then break end
  call('ZREM', SLOTS, unpack(gone))
  call('ZREM', FLIGHT, unpack(gone))
  for _, slot in ipairs(gone) do
    local kind, client = string.match(slot, '^[^\31]*\31(.)\31(.*)$')
    call('HINCRBY', CLIENTS, 'u:' .. client, -1)
    if kind == 'k' then
      heldk_less = heldk_less + 1
      call('HINCRBY', CLIENTS, 'k:' .. client, -1)
    end
  end
end
local held = call('ZCARD', SLOTS)
if heldk_less > 0 then call('HINCRBY', STATE, 'heldk', -heldk_less) end

-- Shares.
local at = 11
if tonumber(ARGV[10]) >= 0 then
  call('DEL', SHARES)
  for _ = 1, tonumber(ARGV[10]) do
    call('HSET', SHARES, ARGV[at], ARGV[at + 1])
    at = at + 2
  end
end
local shares = call('HGETALL', SHARES)
local kept = 0
for i = 2, #shares, 2 do
  kept = kept + math.floor(string.match(shares[i], '^%S+ (%S+)') * working / limit)
end
while at < #ARGV do
  call('HINCRBY', CLIENTS, 'd:' .. ARGV[at], ARGV[at + 1])
  at = at + 2
end

-- What is unknown after a loss.
local u = call('HMGET', STATE, 'unknown', 'until', 'barrier', 'blocked', 'foreign', 'next', 'probe', 'probed', 'rtt', 'dev')
local unknown = tonumber(u[1] or '0')
if unknown > 0 and call('EXISTS', MISSING) == 0 then
  call('HDEL', STATE, 'unknown', 'until')
  unknown = 0
end

-- The reserve stays charged as a whole; this is about whose part of it is how large.
call('ZREMRANGEBYSCORE', RESERVE, '-inf', now)
local parts, others = {}, 0
for _, part in ipairs(call('ZRANGE', RESERVE, 0, -1)) do
  local who, n = string.match(part, '^(.*)\31(%d+)$')
  if who ~= ME then parts[who] = math.max(parts[who] or 0, tonumber(n)) end
end
for _, n in pairs(parts) do others = others + n end
local mine = math.floor(reserve_all / alive)
if place < reserve_all % alive then mine = mine + 1 end
mine = math.max(0, math.min(mine, reserve_all - others))
if unknown > 0 then mine = 0 end
if mine > 0 then call('ZADD', RESERVE, 'GT', now + 1 + LEASE + HOLD + window, ME .. '\31' .. mine) end

-- Waiting calls of replicas that have gone; whoever was taken for gone tells of its own again.
local swept = tonumber(s[10] or '0')
local dead = false
for i = 1, #members, 2 do
  local at_last = tonumber(members[i + 1])
  if now - at_last > GONE and at_last > swept - GONE then dead = true end
end
call('HSET', STATE, 'limit', limit, 'window', window, 'reserve', reserve_all, 'cut', cut, 'kept', kept, 'held', held,
  'worst', math.max(held, tonumber(s[11] or '0')), 'swept', now)
local waits, queue = {}, call('ZRANGE', WAITING, 0, -1)
for _, member in ipairs(queue) do
  local class, client, _, replica = string.match(member, '^(%d)\31(.-)\31(%d+)\31([^\31]*)\31')
  if dead and not seen[replica] then
    call('ZREM', WAITING, member)
    call('HDEL', STATE, 'c:' .. replica)
  else
    local group = class .. '\31' .. client
    waits[group] = (waits[group] or 0) + 1
  end
end
local waiting = {}
for group, n in pairs(waits) do
  waiting[#waiting + 1] = group
  waiting[#waiting + 1] = n
end

local first = call('ZRANGE', SLOTS, 0, 0, 'WITHSCORES')
local frees = tonumber(first[2] or '0')
if frees > now + window then
  local taken = call('ZSCORE', FLIGHT, first[1])
  local rto = tonumber(u[9] or '250') + 4 * tonumber(u[10] or '125')
  if taken then frees = math.min(frees, math.max(now, taken + rto) + window + 1) end
end
frees = math.floor(frees)
local facts = {'limit', limit, 'working', working, 'window', window, 'held', held, 'flight', call('ZCARD', FLIGHT),
  'unknown', unknown, 'reserve', reserve_all, 'mine', mine, 'kept', kept, 'heldk', tonumber(call('HGET', STATE, 'heldk') or '0'),
  'blocked', tonumber(u[4] or '0'), 'worst', tonumber(call('HGET', STATE, 'worst')), 'foreign', tonumber(u[5] or '0'),
  'frees', frees, 'barrier', tonumber(u[3] or '0'), 'differ', differ, 'alive', alive}
return {'ok', now, run, facts, ages, call('HGETALL', CLIENTS), shares, waiting}
