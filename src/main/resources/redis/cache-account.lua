-- Writes down how much room an entry takes, and tells which have to go.
--
-- KEYS[1]  index: sorted set, entry's key -> the moment (ms of Redis' clock) at which it expires. Without an expiry of its
--          own, so that eviction cannot lose count; it holds no more than what has not expired.
-- KEYS[2]  sizes: hash, entry's key -> bytes, and their sum under the name total. Without an expiry for the same reason.
-- ARGV[1]  the entry's key
-- ARGV[2]  its bytes
-- ARGV[3]  milliseconds until it expires
-- ARGV[4]  most bytes of all
--
-- Returns  the keys of the entries that have to be deleted, those first that expire first; at most 100.
-- Cost     O(log entries) for each that has expired or has to go.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Another type's under our names is nothing of ours; left there, nothing would be counted any more.
for i, kind in ipairs({'zset', 'hash'}) do
  local is = redis.call('TYPE', KEYS[i]).ok
  if is ~= kind and is ~= 'none' then redis.call('DEL', KEYS[i]) end
end

local function forget(key)
  local bytes = redis.call('HGET', KEYS[2], key)
  if bytes then
    redis.call('HINCRBY', KEYS[2], 'total', -bytes)
    redis.call('HDEL', KEYS[2], key)
  end
  redis.call('ZREM', KEYS[1], key)
end

for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, 100)) do
  forget(key)
end
forget(ARGV[1])
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local total = redis.call('HINCRBY', KEYS[2], 'total', ARGV[2])

local gone = {}
while total > tonumber(ARGV[4]) and #gone < 100 do
  local first = redis.call('ZRANGE', KEYS[1], 0, 0)[1]
  if not first then
    break
  end
  forget(first)
  gone[#gone + 1] = first
  total = tonumber(redis.call('HGET', KEYS[2], 'total'))
end
return gone
