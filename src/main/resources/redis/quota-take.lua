-- Lets calls of one replica wait for slots of the quota, and gives slots to those of its waiting calls whose turn it is.
--
-- Turns go by class, then by weight among the clients that wait at the same time (the client with the least virtual time
-- is next, and each of its grants adds 1 / weight), then by age. A slot whose turn belongs to another replica is left for
-- it; a replica that does not come for it within 200 ms is passed over until it is heard of again.
--
-- KEYS[1]  slots: sorted set, slot -> ms of ledger time at which it frees. A slot is id, US, k (kept for its client) or s
--          (shared), US, client; US is the character 31. An id may end in + and by how many ms longer its slot is held
-- KEYS[2]  flight: sorted set, slot not yet settled -> when it was taken
-- KEYS[3]  state: hash
-- KEYS[4]  clients: hash, u:<client> slots held, k:<client> kept ones of them, v:<client> virtual time, t:<client> taken ever
-- KEYS[5]  waiting: sorted set, all scores 0: class, US, client, US, since when (14 digits), US, replica, US, id
-- KEYS[6]  shares: hash, client -> weight, guaranteed, limit (-1 for none), separated by spaces
-- KEYS[7]  hints: the channel on which a replica is told that it is its turn
-- ARGV[1]  incarnation of the ledger that the replica knows
-- ARGV[2]  ledger time after which nothing may be done any more
-- ARGV[3]  replica
-- ARGV[4]  ms that a slot is held beyond the window when nobody settles it
-- ARGV[5]  least ms between two grants
-- ARGV[6]  headroom of class 1 (writes), in parts of 10000 of the working limit
-- ARGV[7]  headroom of class 2 (background)
-- ARGV[8…] for each waiting call that is told of: its member of KEYS[5], and how many ms it may wait, or -1 when it has
--          been told of before and only must not be forgotten
--
-- Returns  {'lost', now}   the ledger is another one: restore first
--          {'late', now}   too late, nothing was done
--          {'ok', now, ms until it is worth asking again (-1: nobody waits), granted, refused, r, t}; granted is a flat list of
--          id, 'k' or 's', member that waited; refused of member, ms after which there is a slot; r is what the client told of
--          last could take now, t the ms until the oldest slot frees (-1: none is held)
-- Cost     O(log slots) and about ten commands while nobody waits; else two commands for each client that waits.
local SLOTS, FLIGHT, STATE, CLIENTS, WAITING, SHARES, HINTS =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local ME, HOLD, GAP = ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local PATIENCE = 200
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local s = call('HMGET', STATE, 'inc', 'limit', 'window', 'cut', 'reserve', 'unknown', 'until', 'barrier', 'blocked',
  'probe', 'probed', 'next', 'heldk', 'kept', 'rtt', 'dev', 'worst', 'virtual', 'held', 'c:' .. ME)
if s[1] ~= ARGV[1] then return {'lost', now} end
if now > tonumber(ARGV[2]) then return {'late', now} end

local function num(text, otherwise) return tonumber(text) or otherwise end
local limit, window, cut, reserve = num(s[2], 1), num(s[3], 1), num(s[4], 0), num(s[5], 0)
local unknown, known_at, barrier = num(s[6], 0), num(s[7], 0), num(s[8], 0)
local blocked, probe, probed = tonumber(s[9]), s[10], num(s[11], 0)
local next_at, heldk, kept = num(s[12], 0), num(s[13], 0), num(s[14], 0)
local rtt = math.floor(num(s[15], 0))
local rto = num(s[15], 250) + 4 * num(s[16], 125)
local worst, virtual = num(s[17], 0), num(s[18], 0)
if now >= known_at then unknown = 0 end
local working = math.max(1, limit - cut)

local held = call('ZCARD', SLOTS)
if held ~= num(s[19], 0) then
  call('HDEL', STATE, 'inc') -- slots were evicted or deleted behind our back
  return {'lost', now}
end
local real, realk, wrote = held, heldk, false -- beside held and heldk, which also count what is left for others in thought

while true do
  local gone = call('ZRANGEBYSCORE', SLOTS, '-inf', now, 'LIMIT', 0, 500)
  if #gone == 0 then break end
  call('ZREM', SLOTS, unpack(gone))
  call('ZREM', FLIGHT, unpack(gone))
  for _, slot in ipairs(gone) do
    local kind, client = string.match(slot, '^[^\31]*\31(.)\31(.*)$')
    call('HINCRBY', CLIENTS, 'u:' .. client, -1)
    if kind == 'k' then
      realk = realk - 1
      call('HINCRBY', CLIENTS, 'k:' .. client, -1)
    end
  end
  real = real - #gone
  wrote = true
end
held, heldk = real, realk
if s[20] then call('HDEL', STATE, 'c:' .. ME) end

local headroom = {[0] = 0, [1] = math.ceil(working * ARGV[6] / 10000), [2] = math.ceil(working * ARGV[7] / 10000)}
local capacity = working - reserve - unknown

local standing = {}
local function of(client)
  local c = standing[client]
  if not c then
    local h = call('HMGET', CLIENTS, 'u:' .. client, 'k:' .. client, 'v:' .. client)
    local weight, guaranteed, most = string.match(call('HGET', SHARES, client) or '1 0 -1', '^(%S+) (%S+) (%S+)$')
    local start = math.max(num(h[3], 0), virtual)
    c = {used = num(h[1], 0), keptUsed = num(h[2], 0), virtual = start, charged = start, -- charged: without what is in thought
      weight = tonumber(weight), guaranteed = math.floor(guaranteed * working / limit), most = tonumber(most)}
    standing[client] = c
  end
  return c
end

-- k, s or nothing: as which kind of slot a client could have one more
local function kind_for(c, class)
  if held >= capacity or (c.most >= 0 and c.used >= c.most) then return nil end
  if c.keptUsed < c.guaranteed then return 'k' end
  if capacity - kept - (held - heldk) > headroom[class] then return 's' end
  return nil
end

local function count(c, kind)
  held = held + 1
  c.used = c.used + 1
  if kind == 'k' then
    heldk = heldk + 1
    c.keptUsed = c.keptUsed + 1
  end
end

local gated = blocked and (now < blocked or (probe and now < probed))
local granted, refused = {}, {}

local function grant(id, client, kind, member)
  local slot = id .. '\31' .. kind .. '\31' .. client
  call('ZADD', SLOTS, now + 1 + HOLD + (string.match(id, '%+(%d+)$') or 0) + window, slot)
  call('ZADD', FLIGHT, now, slot)
  call('HINCRBY', CLIENTS, 'u:' .. client, 1)
  call('HINCRBY', CLIENTS, 't:' .. client, 1)
  if kind == 'k' then
    call('HINCRBY', CLIENTS, 'k:' .. client, 1)
    realk = realk + 1
  end
  count(of(client), kind)
  real, wrote, next_at = real + 1, true, now + GAP
  if blocked then -- the gate was closed and its time is over: this one tries it
    call('HSET', STATE, 'probe', slot, 'probed', now + math.min(HOLD, math.max(1000, 2 * rto)))
    gated = true
  end
  local n = #granted
  granted[n + 1], granted[n + 2], granted[n + 3] = id, kind, member
end

local spoken_for = false -- the next grant belongs to another replica
local function open() return not gated and not spoken_for and now >= next_at and now >= barrier end

-- ms until the slot at this place among those that free is there; nothing when fewer are held
local function frees(place, shared_only)
  local slot, score
  if not shared_only or heldk == 0 then
    local found = call('ZRANGE', SLOTS, place - 1, place - 1, 'WITHSCORES')
    slot, score = found[1], found[2]
  else
    local from = 0
    repeat
      local some = call('ZRANGE', SLOTS, from, from + 127, 'WITHSCORES')
      for i = 1, #some, 2 do
        if string.match(some[i], '\31(.)\31') == 's' then
          place = place - 1
          if place == 0 then
            slot, score = some[i], some[i + 1]
            break
          end
        end
      end
      from = from + 128
    until slot or #some == 0
  end
  if not slot then return nil end
  score = tonumber(score)
  if score > now + window then -- still in flight: it frees a window after its answer
    local taken = call('ZSCORE', FLIGHT, slot)
    if taken then score = math.min(score, math.max(now, taken + rto) + window + 1) end
  end
  return score - now
end

-- The same for any place, when so many slots can be held at once: who is served first has a slot for a window and an answer.
local function frees_in_turn(place, slots, shared_only)
  local rounds = slots > 0 and math.max(0, math.floor((place - 1) / slots)) or 0
  local first = frees(place - rounds * slots, shared_only) or math.max(window, unknown > 0 and known_at - now or 0)
  return first + rounds * (window + 1 + rtt)
end

-- ms until the slot at this place among those of a client that is at its own limit frees
local function own_frees(client, place, most)
  local rounds = most > 0 and math.floor((place - 1) / most) or 0
  place = place - rounds * most
  local from, wait = 0, window
  repeat
    local some = call('ZRANGE', SLOTS, from, from + 127, 'WITHSCORES')
    for i = 1, #some, 2 do
      if string.match(some[i], '^[^\31]*\31.\31(.*)$') == client then
        place = place - 1
        if place == 0 then
          wait = math.max(1, some[i + 1] - now)
          break
        end
      end
    end
    from = from + 128
  until place == 0 or #some == 0
  return wait + rounds * (window + 1 + rtt)
end

-- ms until a call can have a slot when so many others are served before it, and so many of those are of its own client
local function wait_for(c, client, class, ahead, own)
  local wait = math.max(0, next_at - now + ahead * GAP, barrier - now)
  if blocked then
    if now < blocked then wait = math.max(wait, blocked - now + ahead * GAP)
    elseif gated then wait = math.max(wait, rto) end
  end
  if c.most >= 0 and c.used + own >= c.most then
    wait = math.max(wait, own_frees(client, c.used + own + 1 - c.most, c.most))
  end
  local total = held + 1 + ahead - capacity
  local shared, lent = 0, capacity - kept - headroom[class]
  if c.keptUsed >= c.guaranteed then
    shared = (held - heldk) + 1 + ahead - lent
  end
  if total > 0 then wait = math.max(wait, frees_in_turn(total, capacity, false)) end
  if shared > 0 then wait = math.max(wait, frees_in_turn(shared, lent, true)) end
  return wait
end

local WAITER = '^(%d)\31(.-)\31(%d+)\31([^\31]*)\31(.*)$'
local told = #ARGV - 7
local ask = -1
local last_client

if told == 2 and tonumber(ARGV[9]) >= 0 and call('ZCARD', WAITING) == 0 then
  local member = ARGV[8]
  local class, client, since, replica, id = string.match(member, WAITER)
  class = tonumber(class)
  if class > 0 and now - since > window then class = 0 end
  last_client = client
  local c = of(client)
  local kind = open() and kind_for(c, class)
  if kind then
    grant(id, client, kind, member)
  else
    local wait = math.max(1, wait_for(c, client, class, 0, 0))
    if wait > tonumber(ARGV[9]) then
      refused[1], refused[2] = member, wait
    else
      call('ZADD', WAITING, 0, member)
      ask = wait
    end
  end
else
  -- Who waits: the oldest of each class and client.
  local groups, by = {}, {}
  local function group(class, client, since)
    local c = of(client)
    local g = {class = class, rank = class, client = client, c = c, since = tonumber(since), ahead = 0}
    if class > 0 and now - g.since > window then g.rank = 0 end
    g.prefix = class .. '\31' .. client .. '\31'
    groups[#groups + 1] = g
    by[g.prefix] = g
    return g
  end
  for i = 8, #ARGV, 2 do
    if tonumber(ARGV[i + 1]) < 0 then
      -- Told of before. It may have been granted meanwhile, without the replica having heard of it yet.
      local _, client, _, _, id = string.match(ARGV[i], WAITER)
      if not call('ZSCORE', SLOTS, id .. '\31s\31' .. client) and not call('ZSCORE', SLOTS, id .. '\31k\31' .. client) then
        call('ZADD', WAITING, 0, ARGV[i])
      end
    end
  end
  local from = '-'
  while true do
    local head = call('ZRANGEBYLEX', WAITING, from, '+', 'LIMIT', 0, 1)[1]
    if not head then break end
    local class, client, since = string.match(head, WAITER)
    local g = group(tonumber(class), client, since)
    g.n = call('ZLEXCOUNT', WAITING, '[' .. g.prefix, '(' .. class .. '\31' .. client .. '\32')
    from = '(' .. class .. '\31' .. client .. '\32'
  end

  -- How many are served before a call that has so many of its own group before it.
  local function ahead_of(g, own)
    local till = g.c.virtual + own / g.c.weight
    local ahead = own
    for _, o in ipairs(groups) do
      if o ~= g then
        if o.rank < g.rank then
          ahead = ahead + o.n
        elseif o.rank == g.rank then
          ahead = ahead + math.min(o.n, math.max(0, math.ceil((till - o.c.virtual) * o.c.weight)))
        end
      end
    end
    return ahead
  end

  -- New calls: let in behind those of their group, unless they would wait in vain.
  for i = 8, #ARGV, 2 do
    local patience = tonumber(ARGV[i + 1])
    if patience >= 0 then
      local member = ARGV[i]
      local class, client, since = string.match(member, WAITER)
      class = tonumber(class)
      last_client = client
      local g = by[class .. '\31' .. client .. '\31']
      if not g then
        g = group(class, client, since)
        g.n = 0
      end
      local ahead = ahead_of(g, g.n)
      local wait = 0
      if ahead > 0 or not open() or not kind_for(g.c, g.rank) then wait = wait_for(g.c, client, g.rank, ahead, g.n) end
      if wait > patience then
        refused[#refused + 1] = member
        refused[#refused + 1] = math.max(1, wait)
      else
        call('ZADD', WAITING, 0, member)
        g.n = g.n + 1
      end
    end
  end

  local absent = {}
  local function is_absent(replica)
    if absent[replica] == nil then
      local called = call('HGET', STATE, 'c:' .. replica)
      absent[replica] = called and now - called > PATIENCE or false
    end
    return absent[replica]
  end

  -- The next of a group whose replica is not passed over.
  local function advance(g)
    g.member = nil
    repeat
      local some = call('ZRANGEBYLEX', WAITING, g.at and '(' .. g.at or '[' .. g.prefix,
        '(' .. g.class .. '\31' .. g.client .. '\32', 'LIMIT', 0, 16)
      for _, member in ipairs(some) do
        g.at = member
        local _, _, _, replica, id = string.match(member, WAITER)
        if not is_absent(replica) then
          g.member, g.replica, g.id = member, replica, id
          return
        end
      end
    until #some < 16
  end
  for _, g in ipairs(groups) do
    if g.n > 0 then advance(g) end
  end

  while open() do
    local best, kind
    for _, g in ipairs(groups) do
      if g.member then
        local k = kind_for(g.c, g.rank)
        if k and (not best or g.rank < best.rank or (g.rank == best.rank and (g.c.virtual < best.c.virtual
            or (g.c.virtual == best.c.virtual and g.since < best.since)))) then
          best, kind = g, k
        end
      end
    end
    if not best then break end
    if best.replica == ME then
      -- Time goes by for all who wait, so no further than for the one who has had least: a turn that is left for another
      -- replica is not lost by what this one takes meanwhile.
      local least = best.c.charged
      for _, g in ipairs(groups) do
        if g.rank == best.rank and g.c.charged < least and (g.c.owed or g.member and kind_for(g.c, g.rank) == 's') then
          least = g.c.charged
        end
      end
      call('ZREM', WAITING, best.member)
      grant(best.id, best.client, kind, best.member)
      if kind == 's' then
        virtual = math.max(virtual, least)
        best.c.charged = best.c.charged + 1 / best.c.weight
        best.c.virtual = best.c.virtual + 1 / best.c.weight
        call('HSET', CLIENTS, 'v:' .. best.client, best.c.charged)
      end
    else
      if call('HSETNX', STATE, 'c:' .. best.replica, now) == 1 then call('PUBLISH', HINTS, best.replica) end
      count(best.c, kind)
      best.c.owed = true
      if kind == 's' then best.c.virtual = best.c.virtual + 1 / best.c.weight end
      spoken_for = GAP > 0 or (blocked and true or false)
    end
    best.n = best.n - 1
    advance(best)
  end

  -- When the first of this replica's own has its turn.
  for _, g in ipairs(groups) do
    if g.n and g.n > 0 then
      local own, found = 0, false
      for _, member in ipairs(call('ZRANGEBYLEX', WAITING, '[' .. g.prefix,
          '(' .. g.class .. '\31' .. g.client .. '\32', 'LIMIT', 0, 64)) do
        local _, _, _, replica = string.match(member, WAITER)
        if replica == ME then
          found = true
          break
        end
        own = own + 1
      end
      if found then
        local wait = math.max(1, wait_for(g.c, g.client, g.rank, math.max(0, ahead_of(g, own)), own))
        if ask < 0 or wait < ask then ask = wait end
      end
    end
  end
end

if wrote then
  call('HSET', STATE, 'held', real, 'heldk', realk, 'next', next_at, 'virtual', virtual, 'worst', math.max(worst, real))
end
local r, t = -1, -1
if last_client then
  local c = of(last_client)
  local shared = math.max(0, capacity - kept - (held - heldk))
  r = math.max(0, math.min(capacity - held, math.max(0, c.guaranteed - c.keptUsed) + shared))
  if c.most >= 0 then r = math.max(0, math.min(r, c.most - c.used)) end
  t = frees(1, false) or -1
  if gated then
    r = 0
    t = math.max(t, blocked - now)
  end
end
return {'ok', now, ask, granted, refused, r, t}
