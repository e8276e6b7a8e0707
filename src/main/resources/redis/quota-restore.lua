-- Enters what a replica holds into the ledger, when it has made a connection or the ledger is not the one it knew. Nothing is
-- granted to a replica before it has done so.
--
-- The ledger counts as lost when it is not there, when another Redis holds it than the one that wrote it, or when its clock was
-- set. It then gets a new incarnation; what nobody has reported yet stays charged as unknown until every member that any
-- reporter knew has reported, or until what such a member can have sent no longer counts.
--
-- KEYS[1]  slots    KEYS[2]  flight    KEYS[3]  state    KEYS[4]  clients    KEYS[5]  waiting; see quota-take
-- KEYS[6]  members: sorted set, replica -> when it was last heard of. Forgotten when nothing it sent can count any more
-- KEYS[7]  missing: sorted set, replica that has not reported since the loss -> when what it sent no longer counts
-- KEYS[8]  hints
-- ARGV[1]  replica
-- ARGV[2]  incarnation that the replica knows; empty when it has held nothing yet. The others are then told that it has come
-- ARGV[3]  incarnation to give to a ledger that is lost
-- ARGV[4]  ms by which the clock was set, when that was found; else 0
-- ARGV[5]  ms that a slot is held beyond the window when nobody settles it
-- ARGV[6]  limit    ARGV[7]  window in ms
-- ARGV[8]  'idle' or 'wait': what to do when nobody knows what was sent
-- ARGV[9]  ms in which others may report before a replica that knows nothing begins anew
-- ARGV[10] how many slots follow: each is a slot, ms until it frees, ms since it was taken or -1 when it is settled
-- then     pairs: a replica known to this one, ms since it was alive
--
-- Returns  {'ok', now, incarnation, run id of Redis, how the ledger was found lost by this call, or nothing}
-- Cost     O(slots), and INFO, which is slow; once a connection.
local SLOTS, FLIGHT, STATE, CLIENTS, WAITING, MEMBERS, MISSING, HINTS =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local ME, KNOWN, NEW, SHIFT = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local HOLD, LIMIT, WINDOW = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local run = string.match(call('INFO', 'server'), 'run_id:(%x+)') or ''
local s = call('HMGET', STATE, 'inc', 'run', 'window', 'held', 'barrier')
local span = HOLD + math.max(WINDOW, tonumber(s[3] or '0'))
local evicted = s[1] and tonumber(s[4] or '0') ~= call('ZCARD', SLOTS)
local lost = nil
if not s[1] then lost = 'it was not there'
elseif s[2] ~= run then lost = 'another Redis holds it'
elseif evicted then lost = 'slots were missing in it'
elseif SHIFT ~= 0 and s[1] == KNOWN then lost = 'its clock was set'
end
local added = 0

local function charge()
  local held = call('ZCARD', SLOTS)
  local till = call('ZRANGE', MISSING, -1, -1, 'WITHSCORES')[2]
  if till then
    call('HSET', STATE, 'unknown', math.max(0, LIMIT - held), 'until', till)
  end
end

if lost then
  if SHIFT ~= 0 then -- the old entries stand in the old time; dead replicas' ones nobody else could tell
    for _, key in ipairs({SLOTS, FLIGHT}) do
      local all = call('ZRANGE', key, 0, -1, 'WITHSCORES')
      for i = 1, #all, 2 do call('ZADD', key, all[i + 1] + SHIFT, all[i]) end
    end
  end
  -- Whoever was a member may have sent what the ledger does not tell. The set clock forgot nothing.
  if SHIFT == 0 then
    local members = call('ZRANGE', MEMBERS, 0, -1, 'WITHSCORES')
    if KNOWN ~= '' or ARGV[8] == 'wait' then
      for i = 1, #members, 2 do call('ZADD', MISSING, members[i + 1] + 3000 + span, members[i]) end
    end
    call('DEL', WAITING)
  end
  call('DEL', MEMBERS)
  call('HDEL', STATE, 'probe', 'probed', 'unknown', 'until', 'barrier', 'next')
  if SHIFT ~= 0 then call('HDEL', STATE, 'event', 'climb', 'last') end
  call('HSET', STATE, 'inc', NEW, 'run', run, 'format', 1, 'last', now)
  if KNOWN == '' then
    if ARGV[8] == 'wait' then
      call('HSET', STATE, 'unknown', LIMIT, 'until', now + span)
      call('ZADD', MISSING, now + span, 'nobody knows')
    else
      call('HSET', STATE, 'barrier', now + tonumber(ARGV[9]))
    end
  end
  s[1] = NEW
end

local n = tonumber(ARGV[10])
local at = 11
for _ = 1, n do
  local slot, left, taken = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  at = at + 3
  if left > 0 then
    added = added + call('ZADD', SLOTS, now + 1 + left, slot)
    if taken < 0 then call('ZREM', FLIGHT, slot) else call('ZADD', FLIGHT, now - taken, slot) end
  end
end

-- Members that this replica knew, and that have not reported to this incarnation.
local unheard = false
if KNOWN ~= '' and KNOWN ~= s[1] and SHIFT == 0 then
  while at < #ARGV do
    local member, ago = ARGV[at], tonumber(ARGV[at + 1])
    if member ~= ME and not call('ZSCORE', MEMBERS, member) and now - ago + span > now then
      call('ZADD', MISSING, 'GT', now - ago + span, member)
      unheard = true
    end
    at = at + 2
  end
end
call('ZADD', MEMBERS, now, ME)
call('ZREM', MISSING, ME)
call('ZREMRANGEBYSCORE', MISSING, '-inf', now)

-- Counters are made anew from what is there.
local used, kept, heldk = {}, {}, 0
local all = call('ZRANGE', SLOTS, 0, -1)
for _, slot in ipairs(all) do
  local kind, client = string.match(slot, '^[^\31]*\31(.)\31(.*)$')
  used[client] = (used[client] or 0) + 1
  if kind == 'k' then
    heldk = heldk + 1
    kept[client] = (kept[client] or 0) + 1
  end
end
for _, field in ipairs(call('HKEYS', CLIENTS)) do
  local what = string.sub(field, 1, 2)
  if what == 'u:' or what == 'k:' then call('HDEL', CLIENTS, field) end
end
for client, count in pairs(used) do call('HSET', CLIENTS, 'u:' .. client, count) end
for client, count in pairs(kept) do call('HSET', CLIENTS, 'k:' .. client, count) end
call('HSET', STATE, 'held', #all, 'heldk', heldk)

if call('EXISTS', MISSING) == 0 then
  call('HDEL', STATE, 'unknown', 'until')
elseif lost or unheard then
  charge()
else
  local unknown = tonumber(call('HGET', STATE, 'unknown') or '0')
  local till = call('ZRANGE', MISSING, -1, -1, 'WITHSCORES')[2]
  call('HSET', STATE, 'unknown', math.max(0, unknown - added), 'until', till)
end
if lost then call('PUBLISH', HINTS, 'lost') end
if KNOWN == '' then call('PUBLISH', HINTS, 'entered') end
return {'ok', now, s[1], run, lost or ''}
