-- Settles a slot whose request was answered: it frees one window after the head of the answer was in. A 429 closes the gate
-- for every replica; an answer to the probe opens it.
--
-- A slot that is not there any more is entered again: to hold one too many is harmless, to forget one is not.
--
-- KEYS[1]  slots     KEYS[2]  flight    KEYS[3]  state    KEYS[4]  clients    KEYS[5]  hints; see quota-take
-- ARGV[1]  incarnation of the ledger that the replica knows
-- ARGV[2]  slot
-- ARGV[3]  ms since the head of the answer was in, rounded down
-- ARGV[4]  ms to keep the gate closed; -1 when the answer is no 429
--
-- Returns  {'lost', now}, {'ok', now} or {'limited', now, slots held now} when this closed the gate
-- Cost     O(log slots), seven commands.
local SLOTS, FLIGHT, STATE, CLIENTS, HINTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local slot, ago, closed = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local s = call('HMGET', STATE, 'inc', 'window', 'rtt', 'dev', 'probe', 'blocked', 'event', 'limit', 'cut', 'held', 'heldk')
if s[1] ~= ARGV[1] then return {'lost', now} end

local window = tonumber(s[2])
local frees = now + 1 + window - ago
if call('ZADD', SLOTS, frees, slot) == 1 then
  local kind, client = string.match(slot, '^[^\31]*\31(.)\31(.*)$')
  call('HINCRBY', CLIENTS, 'u:' .. client, 1)
  call('HINCRBY', STATE, 'held', 1)
  if kind == 'k' then
    call('HINCRBY', CLIENTS, 'k:' .. client, 1)
    call('HINCRBY', STATE, 'heldk', 1)
  end
end
local taken = tonumber(call('ZSCORE', FLIGHT, slot) or now)
call('ZREM', FLIGHT, slot)

-- What an answer takes, and how much that varies, as TCP reckons (RFC 6298).
local took = math.max(0, now - ago - taken)
local rtt, dev = tonumber(s[3]), tonumber(s[4])
if rtt then
  dev = dev + (math.abs(took - rtt) - dev) / 4
  rtt = rtt + (took - rtt) / 8
else
  rtt, dev = took, took / 2
end
call('HSET', STATE, 'rtt', rtt, 'dev', dev)

if closed >= 0 then
  local limit, cut = tonumber(s[8]), tonumber(s[9] or '0')
  call('HSET', STATE, 'blocked', math.max(tonumber(s[6] or '0'), now + closed))
  call('HINCRBY', STATE, 'foreign', 1)
  if taken > tonumber(s[7] or '0') then -- one fall for one event: older slots tell of the last one
    local working = math.max(1, math.floor((limit - cut) * 0.8))
    call('HSET', STATE, 'event', now, 'cut', limit - working, 'climb', now + window)
  end
  call('HDEL', STATE, 'probe', 'probed')
  call('PUBLISH', HINTS, 'closed')
  return {'limited', now, call('ZCARD', SLOTS)}
end
if s[5] == slot then
  call('HDEL', STATE, 'probe', 'probed', 'blocked')
  call('PUBLISH', HINTS, 'open')
end
return {'ok', now}
