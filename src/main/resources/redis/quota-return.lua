-- Gives back slots with which nothing was sent, and gives up waiting. What is not there is passed over.
--
-- KEYS[1]  slots    KEYS[2]  flight    KEYS[3]  state    KEYS[4]  clients    KEYS[5]  waiting    KEYS[6]  hints
-- KEYS[7]  shares; see quota-take
-- ARGV[1]  incarnation of the ledger that the replica knows
-- ARGV[2…] pairs: 's' and a slot, or 'w' and a member of the waiting
--
-- Returns  {'lost', now} or {'ok', now}
-- Cost     O(log slots) for each.
local SLOTS, FLIGHT, STATE, CLIENTS, WAITING, HINTS, SHARES =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local call = redis.call

local time = call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local s = call('HMGET', STATE, 'inc', 'probe')
if s[1] ~= ARGV[1] then return {'lost', now} end

local changed = false
for i = 2, #ARGV, 2 do
  local it = ARGV[i + 1]
  if ARGV[i] == 'w' then
    if call('ZREM', WAITING, it) == 1 then changed = true end
  elseif call('ZREM', SLOTS, it) == 1 then
    local kind, client = string.match(it, '^[^\31]*\31(.)\31(.*)$')
    call('ZREM', FLIGHT, it)
    call('HINCRBY', CLIENTS, 'u:' .. client, -1)
    call('HINCRBY', CLIENTS, 't:' .. client, -1)
    call('HINCRBY', STATE, 'held', -1)
    if kind == 'k' then
      call('HINCRBY', CLIENTS, 'k:' .. client, -1)
      call('HINCRBY', STATE, 'heldk', -1)
    elseif call('HEXISTS', CLIENTS, 'v:' .. client) == 1 then -- a turn that was no use to the client was none
      local weight = string.match(call('HGET', SHARES, client) or '1', '^%S+')
      call('HINCRBYFLOAT', CLIENTS, 'v:' .. client, -1 / weight)
    end
    if s[2] == it then call('HDEL', STATE, 'probe', 'probed') end
    changed = true
  end
end
if changed and call('EXISTS', WAITING) == 1 then call('PUBLISH', HINTS, 'free') end
return {'ok', now}
